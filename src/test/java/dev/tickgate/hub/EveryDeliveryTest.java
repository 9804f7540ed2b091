package dev.tickgate.hub;

import static dev.tickgate.hub.HubFixture.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.hub.HubFixture.Client;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.TestRoutes;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of a topic whose publications are all delivered no client skips one, however slowly it reads. */
class EveryDeliveryTest {
  private static final int MEMORY = 100_000;

  private final HubFixture bed =
      new HubFixture(new TopicRoutes(List.of(TestRoutes.route("ticks.*", Delivery.EVERY, MEMORY))));
  private final Client client = bed.new Client();

  @Test
  void aClientThatReadsAgainAfterAMinuteGetsEachPublication() {
    client.hear(USD_JPY);
    client.transport.writable = false;
    publish(50);

    bed.alarms.passTurning(bed.hub, 60_000);
    publish(50);
    assertThat(bed.waiting).isGreaterThan(100 * "{}".length());
    client.transport.writable = true;
    client.session.drained();
    bed.hub.flush();
    publish(1);

    assertThat(client.heard()).isEqualTo(offsets(1, 101));
    assertThat(bed.skipped).isZero();
    assertThat(bed.waiting).isZero();
  }

  @Test
  void aClientThatTakesAFewNowAndThenGetsEachPublication() {
    client.hear(USD_JPY);
    for (int i = 0; i < 100; i++) {
      client.transport.capacity = i % 3 == 0 ? 2 : 0;
      publish(1);
      client.session.drained();
      bed.alarms.passTurning(bed.hub, 1_000);
    }
    client.transport.capacity = MEMORY;
    client.session.drained();
    bed.hub.flush();

    assertThat(client.heard()).isEqualTo(offsets(1, 100));
    assertThat(bed.skipped).isZero();
  }

  @Test
  void aClientThatIsTooFarBehindIsClosedAndResumesWithItsPosition() {
    client.hear(USD_JPY);
    publish(3);
    client.transport.writable = false;
    int published = 3;
    while (client.transport.closed.isEmpty() && published < MEMORY) {
      publish(1);
      published++;
    }

    assertThat(client.transport.closed).containsExactly(CloseCode.SLOW);
    assertThat(client.heard()).isEqualTo(offsets(1, 3));
    assertThat(bed.waiting).isZero();

    Client returned = bed.new Client();
    returned.transport.perFlush = 100;
    returned.transport.capacity = 100;
    resume(returned, 3);
    int pages = 0;
    while (returned.transport.sent.size() <= published - 3 && pages++ < MEMORY) {
      bed.alarms.passTurning(bed.hub, 1_000);
      returned.session.drained();
      bed.hub.flush();
    }
    publish(1);

    assertThat(returned.transport.sent.get(0)).contains("\"recovered\":true");
    assertThat(returned.transport.sent.stream().skip(1).map(EveryDeliveryTest::offset))
        .containsExactlyElementsOf(LongStream.rangeClosed(4, published + 1).boxed().toList());
    assertThat(bed.skipped).isZero();
  }

  @Test
  void aClientThatIsTooFarBehindGetsNothingBehindWhatItMissed() {
    client.hear(USD_JPY);
    client.transport.writable = false;

    // The second does not fit beside the first, the third would.
    publish(1, 700_000);
    publish(2, 700_000);
    publish(3, 10);
    client.transport.writable = true;
    client.session.drained();
    publish(4, 10);
    bed.hub.flush();

    assertThat(client.transport.closed).containsExactly(CloseCode.SLOW);
    assertThat(client.transport.sent.stream().map(EveryDeliveryTest::offset).toList())
        .isSubsetOf(1L);
  }

  @Test
  void aRateIsRefusedAndNothingIsSubscribed() {
    client.hear(USD_JPY, Pace.parse("2").get());
    publish(2);

    assertThat(client.transport.sent).singleElement().asString().contains("rate_not_supported");
  }

  private void resume(Client client, long offset) {
    Optional<Position> since = Optional.of(new Position(7, offset));
    bed.hub.subscribe(client.session, new Command.Subscribe(USD_JPY, since, Pace.UNLIMITED), true);
    bed.hub.flush();
  }

  private void publish(long offset, int length) {
    String body = "{\"text\":\"%s\"}".formatted("x".repeat(length));
    bed.hub.publish(Publication.at(USD_JPY, new Position(7, offset), body));
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      bed.turn(USD_JPY);
    }
  }

  private static List<String> offsets(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(offset -> "USD_JPY." + offset).toList();
  }

  private static long offset(String sent) {
    return Stream.of(sent.split("\"offset\":")).skip(1).findFirst().stream()
        .mapToLong(rest -> Long.parseLong(rest.replaceFirst("[^0-9].*", "")))
        .findFirst()
        .orElseThrow();
  }
}
