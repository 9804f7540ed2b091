package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connector under more quotes than an exchange sends. */
class VenueLoadTest {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int LOAD = 20_000;

  @Fixture private static final Vertx vertx = Vertx.vertx();

  @ParameterizedTest
  @EnumSource
  void anOldConnectionIsReplacedUnderLoadWithoutAGapOrARepetition(SimulatedVenue venue) {
    try (ExchangeServer server = venue.server(vertx);
        ConnectorFixture connector = venue.connector(vertx, server)) {
      connector.want(venue.subject());
      await().atMost(SOON).until(() -> server.isSubscribed(venue.symbol()));
      List<String> sent = new ArrayList<>();
      load(venue, server, sent);
      connector.advance(SimulatedVenue.AGE);
      await()
          .atMost(SOON)
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                load(venue, server, sent);
                return connector.count("overlap") == 1 && sent.size() >= LOAD;
              });
      load(venue, server, sent);
      await().atMost(SOON).until(() -> connector.published() >= sent.size());
      assertThat(connector.bids(venue.subject())).isEqualTo(sent);
      assertThat(connector.count("disconnect")).isZero();
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** 100 quotes at once. */
  private static void load(SimulatedVenue venue, ExchangeServer server, List<String> sent) {
    String[] frames = new String[100];
    for (int i = 0; i < frames.length; i++) {
      String bid = "1." + (1_000_001 + sent.size());
      sent.add(bid);
      frames[i] = server.frame(venue.symbol(), bid, "2");
    }
    server.send(venue.symbol(), frames);
  }
}
