package dev.tickgate.demo;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedExchangeTest {
  private static final Instant NOW = Instant.parse("2026-02-16T13:05:10.123456Z");

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong();
  private final SimulatedExchange exchange =
      new SimulatedExchange(() -> NOW, nanos::get, new Random(1));

  @BeforeEach
  void start() {
    await(vertx.deployVerticle(exchange));
  }

  private WsClient connect() {
    return new WsClient(vertx, exchange.url().getPort(), GmoProtocol.PATH);
  }

  private static String command(String command, String symbol) {
    return "{\"command\":\"%s\",\"channel\":\"ticker\",\"symbol\":\"%s\"}"
        .formatted(command, symbol);
  }

  @Test
  void aSubscriberGetsQuotesOfItsSymbolAsTheExchangeWritesThem() {
    try (WsClient client = connect()) {
      client.send(command("subscribe", "USD_JPY"));

      await().until(() -> client.messages().size() >= 3);
      for (JsonObject quote : client.messages()) {
        assertThat(quote.fieldNames())
            .containsExactly("symbol", "ask", "bid", "timestamp", "status");
        assertThat(quote.getString("symbol")).isEqualTo("USD_JPY");
        assertThat(quote.getString("bid")).matches("1[45]\\d\\.\\d{3}");
        assertThat(quote.getString("timestamp")).isEqualTo(NOW.toString());
      }
    }
  }

  @Test
  void anErrorAnswersAnotherSymbolAndASecondCommandOfASecond() {
    try (WsClient client = connect()) {
      client.send(command("subscribe", "XAU_USD"));
      await().until(() -> client.texts().contains(GmoProtocol.BAD_SYMBOL));
      client.send(command("subscribe", "USD_JPY"));
      await().until(() -> client.texts().contains(GmoProtocol.TOO_MANY));
      nanos.addAndGet(1_000_000_000L);
      client.send(command("subscribe", "USD_JPY"));
      await().until(() -> client.texts().size() > 2);
    }
  }
}
