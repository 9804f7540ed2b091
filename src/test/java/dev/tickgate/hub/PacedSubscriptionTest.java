package dev.tickgate.hub;

import static dev.tickgate.hub.HubFixture.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.hub.HubFixture.Client;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A subscriber that asked for fewer updates gets the newest, and the last one always. */
class PacedSubscriptionTest {
  private static final Pace TWICE_A_SECOND = Pace.parse("2").get();

  private final HubFixture bed = new HubFixture();
  private final Client paced = bed.new Client();

  @Test
  void theFirstAfterAPauseComesAtOnce() {
    paced.hear(USD_JPY, TWICE_A_SECOND);

    bed.turn(USD_JPY);
    bed.alarms.pass(500);
    bed.turn(USD_JPY);

    assertThat(paced.heard()).containsExactly("USD_JPY.1", "USD_JPY.2");
  }

  @Test
  void ofThoseInBetweenTheNewestComesWhenItsTimeHasCome() {
    paced.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY);
    bed.turn(USD_JPY, USD_JPY);
    bed.turn(USD_JPY);

    bed.alarms.pass(499);
    assertThat(paced.heard()).containsExactly("USD_JPY.1");
    bed.alarms.pass(1);

    assertThat(paced.heard()).containsExactly("USD_JPY.1", "USD_JPY.4-2");
  }

  @Test
  void noMoreComeThanWereAskedForAndTheLastOneAlways() {
    paced.hear(USD_JPY, TWICE_A_SECOND);

    for (int i = 0; i < 1000; i++) {
      bed.turn(USD_JPY);
      bed.alarms.pass(10);
    }
    bed.alarms.pass(500);

    assertThat(paced.heard()).hasSizeBetween(20, 21);
    assertThat(paced.heard().get(paced.heard().size() - 1)).startsWith("USD_JPY.1000");
    assertThat(bed.alarms.waiting()).isLessThanOrEqualTo(1);
  }

  @Test
  void aQuietTopicNeedsNoAlarm() {
    paced.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY);

    bed.alarms.pass(500);

    assertThat(bed.alarms.waiting()).isZero();
  }

  @Test
  void otherPacesOfTheTopicAreNotHeldUp() {
    Client unlimited = bed.client(USD_JPY);
    paced.hear(USD_JPY, TWICE_A_SECOND);
    Client faster = bed.new Client();
    faster.hear(USD_JPY, Pace.parse("10").get());

    for (int i = 0; i < 5; i++) {
      bed.turn(USD_JPY);
      bed.alarms.pass(100);
    }

    assertThat(unlimited.heard()).hasSize(5);
    assertThat(faster.heard()).hasSize(5);
    assertThat(paced.heard()).containsExactly("USD_JPY.1", "USD_JPY.5-3");
  }

  @Test
  void whoComesWhileOneWaitsHasItAlreadyAndIsToldExactlyWhatItMissed() {
    paced.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY, USD_JPY, USD_JPY);

    Client late = bed.new Client();
    late.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY, USD_JPY);
    bed.alarms.pass(500);
    bed.turn(USD_JPY);
    bed.alarms.pass(500);

    assertThat(paced.heard()).containsExactly("USD_JPY.1", "USD_JPY.5-3", "USD_JPY.6");
    assertThat(late.heard()).containsExactly("USD_JPY.3", "USD_JPY.5-1", "USD_JPY.6");
  }

  @Test
  void whoComesWhileTheNewestWaitsDoesNotGetItTwice() {
    paced.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY, USD_JPY);

    Client late = bed.new Client();
    late.hear(USD_JPY, TWICE_A_SECOND);
    bed.alarms.pass(500);

    assertThat(late.heard()).containsExactly("USD_JPY.2");
    assertThat(paced.heard()).containsExactly("USD_JPY.1", "USD_JPY.2");
  }

  @Test
  void whoLeavesBeforeItsTimeHasComeHearsNothing() {
    paced.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY, USD_JPY);
    Client late = bed.new Client();
    late.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY);

    bed.hub.sessions().closed(late.session);
    bed.hub.unsubscribe(paced.session, new Command.Unsubscribe(USD_JPY, null));
    bed.alarms.pass(500);
    bed.turn(USD_JPY);

    assertThat(late.heard()).containsExactly("USD_JPY.2");
    assertThat(paced.heard()).containsExactly("USD_JPY.1");
  }

  @Test
  void whatWaitedIsForgottenWhenTheTopicStartsAnew() {
    paced.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY, USD_JPY);

    bed.hub.fill(USD_JPY, new Position(9, 0), List.of());
    bed.hub.flush();
    bed.alarms.pass(500);

    assertThat(paced.transport.sent).hasSize(2);
    assertThat(paced.transport.sent.get(1)).contains("\"recovered\":false");
  }

  @Test
  void afterALossOfContinuityTheNewestComesAtOnceAndTheNextOneAnIntervalLater() {
    paced.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY, USD_JPY);
    bed.alarms.pass(400);

    bed.startAnew(USD_JPY);
    int sent = paced.transport.sent.size();
    bed.turn(USD_JPY);
    bed.alarms.pass(499);
    assertThat(paced.transport.sent).hasSize(sent);
    bed.alarms.pass(1);
    assertThat(paced.transport.sent).hasSize(sent + 1);
  }

  @Test
  void eachLossOfContinuityBringsOneMoreThanWereAskedForAndNoOther() {
    Random random = new Random(5);
    List<Long> came = new ArrayList<>();
    List<Long> lost = new ArrayList<>();
    paced.hear(USD_JPY, TWICE_A_SECOND);
    for (long millis = 0; millis < 60_000; millis += 10) {
      if (random.nextInt(50) == 0) {
        lost.add(millis);
        bed.startAnew(USD_JPY);
      }
      bed.turn(USD_JPY);
      for (int n = came.size(); n < publications(paced); n++) {
        came.add(millis);
      }
      bed.alarms.pass(10);
    }

    assertThat(lost).hasSizeGreaterThan(50);
    for (long from : came) {
      assertThat(within(came, from)).isLessThanOrEqualTo(2 + within(lost, from));
    }
  }

  private static int publications(Client client) {
    return (int) client.transport.sent.stream().filter(sent -> sent.contains("\"bid\"")).count();
  }

  /** Of those times the ones of a second. */
  private static long within(List<Long> times, long from) {
    return times.stream().filter(time -> time >= from && time < from + 1_000).count();
  }

  @Test
  void aSlowOneIsToldAllThatItMissed() {
    paced.hear(USD_JPY, TWICE_A_SECOND);
    bed.turn(USD_JPY);
    paced.transport.writable = false;
    bed.turn(USD_JPY, USD_JPY);
    bed.alarms.pass(500);
    bed.turn(USD_JPY, USD_JPY);
    bed.alarms.pass(500);

    paced.transport.writable = true;
    paced.session.drained();

    assertThat(paced.heard()).containsExactly("USD_JPY.1", "USD_JPY.5-3");
  }
}
