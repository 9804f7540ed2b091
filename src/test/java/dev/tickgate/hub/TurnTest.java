package dev.tickgate.hub;

import static dev.tickgate.hub.HubFixture.EUR_USD;
import static dev.tickgate.hub.HubFixture.GBP_USD;
import static dev.tickgate.hub.HubFixture.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.hub.HubFixture.Client;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The publications of one turn leave in one write, which sessions with the same topics share. */
class TurnTest {
  private final HubFixture bed = new HubFixture();

  @Test
  void severalOfATopicLeaveInOneWrite() {
    Client client = bed.client(USD_JPY);

    bed.turn(USD_JPY, USD_JPY, USD_JPY);

    assertThat(client.transport.frames).hasSize(1);
    assertThat(client.heard()).containsExactly("USD_JPY.1", "USD_JPY.2", "USD_JPY.3");
  }

  @Test
  void whoHearsTheSameSeveralTopicsSharesOneWrite() {
    List<Client> same = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      same.add(bed.client(USD_JPY, EUR_USD, GBP_USD));
    }
    Client other = bed.client(EUR_USD, GBP_USD);

    bed.turn(USD_JPY, EUR_USD, USD_JPY);

    for (Client client : same) {
      assertThat(client.heard()).containsExactly("USD_JPY.1", "USD_JPY.2", "EUR_USD.1");
    }
    // The first finds out that it is not alone only when the second comes.
    assertThat(same.get(1).transport.frames).hasSize(1);
    assertThat(same.get(2).transport.frames).isEqualTo(same.get(1).transport.frames);
    assertThat(same.get(3).transport.frames).isEqualTo(same.get(1).transport.frames);
    assertThat(other.heard()).containsExactly("EUR_USD.1");
  }

  @Test
  void eachHearsItsOwnTopicsAndNoOthers() {
    Client one = bed.client(USD_JPY, EUR_USD);
    Client two = bed.client(EUR_USD, GBP_USD);
    Client three = bed.client(GBP_USD, USD_JPY);
    Client all = bed.client(USD_JPY, EUR_USD, GBP_USD);

    bed.turn(USD_JPY, EUR_USD, GBP_USD);

    assertThat(one.heard()).containsExactlyInAnyOrder("USD_JPY.1", "EUR_USD.1");
    assertThat(two.heard()).containsExactlyInAnyOrder("EUR_USD.1", "GBP_USD.1");
    assertThat(three.heard()).containsExactlyInAnyOrder("GBP_USD.1", "USD_JPY.1");
    assertThat(all.heard()).containsExactlyInAnyOrder("USD_JPY.1", "EUR_USD.1", "GBP_USD.1");
  }

  @Test
  void aTurnIsForgottenWhenItIsHandedOut() {
    Client client = bed.client(USD_JPY, EUR_USD);

    bed.turn(USD_JPY, EUR_USD);
    bed.turn(EUR_USD);

    assertThat(client.heard()).containsExactly("USD_JPY.1", "EUR_USD.1", "EUR_USD.2");
  }

  @Test
  void whoComesInTheMiddleOfATurnHearsNothingTwice() {
    Client before = bed.client(USD_JPY);
    bed.publish(USD_JPY);

    Client after = bed.client(USD_JPY);
    bed.publish(USD_JPY);
    bed.hub.flush();

    assertThat(before.heard()).containsExactly("USD_JPY.1", "USD_JPY.2");
    assertThat(after.heard()).containsExactly("USD_JPY.1", "USD_JPY.2");
  }

  @Test
  void whoLeavesInTheMiddleOfATurnTakesNothingFromTheOthers() {
    Client leaving = bed.client(USD_JPY);
    Client staying = bed.client(USD_JPY);
    bed.publish(USD_JPY);

    bed.hub.unsubscribe(leaving.session, new Command.Unsubscribe(USD_JPY, null));
    bed.publish(USD_JPY);
    bed.hub.flush();

    assertThat(leaving.heard()).containsExactly("USD_JPY.1");
    assertThat(staying.heard()).containsExactly("USD_JPY.1", "USD_JPY.2");
  }

  @Test
  void aTopicThatStartsAnewInTheMiddleOfATurnEndsWhatCameBefore() {
    Client client = bed.client(USD_JPY);
    bed.publish(USD_JPY);

    bed.hub.fill(USD_JPY, new Position(9, 0), List.of());
    bed.hub.flush();

    assertThat(client.transport.sent.get(0)).contains("\"epoch\":7,\"offset\":1");
    assertThat(client.transport.sent.get(1)).contains("\"recovered\":false");
  }

  @Test
  void aSlowSessionAmongManyKeepsTheNewestOfEachTopic() {
    Client fast = bed.client(USD_JPY, EUR_USD);
    Client slow = bed.client(USD_JPY, EUR_USD);
    Client third = bed.client(USD_JPY, EUR_USD);
    slow.transport.writable = false;

    bed.turn(USD_JPY, EUR_USD, USD_JPY);
    bed.turn(USD_JPY);
    bed.alarms.passTurning(bed.hub, 5001);
    slow.transport.writable = true;
    slow.session.drained();
    bed.turn(EUR_USD);

    assertThat(fast.heard()).hasSize(5);
    assertThat(third.heard()).hasSize(5);
    assertThat(slow.heard()).containsExactly("USD_JPY.3-2", "EUR_USD.1", "EUR_USD.2");
  }

  @Test
  void aSessionThatReadsLosesNothingOfABurstInSeveralTopics() {
    Client reading = bed.client(USD_JPY, EUR_USD, GBP_USD);
    Client same = bed.client(USD_JPY, EUR_USD, GBP_USD);
    for (Client client : List.of(reading, same)) {
      client.transport.capacity = 1;
      client.transport.perFlush = 1;
    }

    bed.turn(USD_JPY, EUR_USD, USD_JPY, GBP_USD, EUR_USD);
    bed.turn(GBP_USD);

    for (Client client : List.of(reading, same)) {
      assertThat(client.heard())
          .containsExactlyInAnyOrder(
              "USD_JPY.1", "USD_JPY.2", "EUR_USD.1", "EUR_USD.2", "GBP_USD.1", "GBP_USD.2");
    }
  }

  @Test
  void topicsThatAreBehindTakeTurns() {
    Client client = bed.client(USD_JPY, EUR_USD);
    client.transport.writable = false;
    bed.turn(USD_JPY, EUR_USD);
    client.transport.writable = true;
    for (int i = 0; i < 2; i++) {
      client.transport.capacity = 1;
      bed.turn(USD_JPY, EUR_USD);
      client.session.drained();
    }

    assertThat(client.heard())
        .containsExactly("USD_JPY.1", "USD_JPY.2", "EUR_USD.1", "EUR_USD.2", "EUR_USD.3");
  }

  @Test
  void aTurnTooBigForOneWriteLeavesInSeveralSoThatAFullConnectionIsNoticed() {
    Client client = bed.client(USD_JPY);
    for (int i = 0; i < 10_000; i++) {
      bed.publish(USD_JPY);
    }

    bed.hub.flush();

    assertThat(client.transport.frames).hasSizeBetween(2, 20);
    assertThat(client.heard()).hasSize(10_000);
  }
}
