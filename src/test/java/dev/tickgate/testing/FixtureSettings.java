package dev.tickgate.testing;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.endpoint.GatewaySettings;
import dev.tickgate.endpoint.Instrument;
import dev.tickgate.endpoint.Instruments;
import dev.tickgate.endpoint.SymbolTable;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Limits;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.market.Display;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of a {@link GatewayFixture}: one topic of a feed, and a table with many symbols. */
final class FixtureSettings {
  private static final Set<Topic> TABLE_TOPICS =
      Set.of(new Topic("ticks.fx.EUR_USD"), new Topic("ticks.fx.USD_CHF"));

  private FixtureSettings() {}

  static GatewaySettings of(
      int instances, HubSettings hub, Limits limits, EdgeSettings edge, AccessPolicy access) {
    Map<String, Topic> streams = Map.of("ticker_usd_jpy", GatewayFixture.TOPIC);
    return new GatewaySettings(
        "127.0.0.1",
        0,
        instances,
        // Compression, for clients that request it.
        true,
        edge,
        hub,
        limits,
        Duration.ofSeconds(1),
        Duration.ZERO,
        Duration.ofMillis(200),
        access,
        streams,
        new Instruments(
            List.of(
                new Instrument(
                    "USD_JPY",
                    GatewayFixture.TOPIC,
                    GatewayFixture.TOPIC.name(),
                    Display.DEFAULT,
                    false)),
            List.of(
                new SymbolTable(
                    GatewayFixture.TABLE_FEED,
                    "quotes",
                    "ticks.fx.",
                    Display.DEFAULT,
                    symbol -> Topic.parse("ticks.fx." + symbol).filter(TABLE_TOPICS::contains)))));
  }
}
