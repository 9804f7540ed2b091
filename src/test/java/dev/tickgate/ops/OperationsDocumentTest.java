package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.hub.SessionTraces;
import dev.tickgate.testing.OperationsDocument;
import dev.tickgate.testing.SourceFiles;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} has every event of the log and every metric. */
class OperationsDocumentTest {
  @Test
  void everyEventOfTheLogIsThere() {
    Set<String> logged = SourceFiles.loggedEvents();

    assertThat(logged).hasSizeGreaterThan(70);
    assertThat(OperationsDocument.events()).containsAll(logged);
  }

  @Test
  void everyMetricIsThereAndNoOther() {
    try (Meters meters = new Meters("test")) {
      new AuthMeters(meters);
      new CandleMeters(meters);
      new ExchangeMeters(meters, "binance");
      new FeedMeters(meters, "events");
      Optional<RoomMeters> rooms = Optional.of(new RoomMeters(meters));
      new GatewayMeters(meters, SessionTraces.NONE, rooms).serves("events");
      new OutboxMeters(meters);
      new PublishMeters(meters);
      new RecorderMeters(meters);
      new RelayMeters(meters).of("kafka.in").behind(OptionalLong.of(0));
      new WatchlistMeters(meters, "watchlists");

      assertThat(OperationsDocument.metrics())
          .containsExactlyInAnyOrderElementsOf(OperationsDocument.metricsIn(meters.scrape()));
    }
  }
}
