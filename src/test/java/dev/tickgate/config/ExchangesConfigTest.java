package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.exchange.ExchangeSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The groups {@code exchanges} and {@code hub}. */
class ExchangesConfigTest extends ConfigCase {
  @Test
  void noExchangeIsUsedWithoutBeingEnabled() {
    Config config = config("drain: 1s", DATABASE);

    assertThat(config.exchanges()).isEmpty();
    assertThat(config.commandInterval()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void theEnvironmentEnablesAnExchangeAtAnotherAddress() {
    Map<String, String> environment =
        Map.of(
            "DATABASE_URL",
            "postgresql://me@db/quotes",
            "TICKGATE_EXCHANGES_GMO_FX_ENABLED",
            "true",
            "TICKGATE_EXCHANGES_GMO_FX_URL",
            "ws://127.0.0.1:9000");

    assertThat(config("hub: { commandInterval: 1s }", environment).exchanges())
        .containsExactly(new ExchangeSettings("gmoFx", URI.create("ws://127.0.0.1:9000")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://stream.example.com",
        "wss://",
        "wss://a b",
        "wss://host/path",
        "wss://host?streams=x",
        "wss://user:password@host",
        "host:9443"
      })
  void anAddressThatIsNoBaseOfWebSocketsIsRefused(String url) {
    Path file = file("exchanges: { binance: { enabled: true, url: \"" + url + "\" } }");

    assertThat(errors(file, DATABASE))
        .singleElement()
        .asString()
        .startsWith("exchanges.binance.url: \"" + url + "\" is not a WebSocket base")
        .endsWith(", from " + file);
  }

  @Test
  void historyOfTheTopicsOfAnExchangeCanBeSet() {
    Config config =
        config(
            "{ exchanges: { kraken: { enabled: true } }, events: { enabled: false },"
                + " topics: [{ topics: ticks.kraken.*, history: 7 }] }",
            DATABASE);

    assertThat(config.topics()).hasSize(1);
  }

  @Test
  void anIntervalThatIsTooLongIsRefused() {
    Path file = file("hub: { commandInterval: 1h }");

    assertThat(errors(file, DATABASE))
        .singleElement()
        .asString()
        .startsWith("hub.commandInterval: \"1h\" is not a duration from 0");
  }
}
