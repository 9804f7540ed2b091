package dev.tickgate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The simulated exchanges, seen by a plain client. */
class ExchangeServerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String GMO = "/ws/public/v1";

  @Fixture private static final Vertx vertx = Vertx.vertx();

  private static WsClient connect(ExchangeServer server, String path) {
    return new WsClient(vertx, server.port(), path);
  }

  private static String gmo(String command, String channel, String symbol) {
    return """
        {"command":"%s","channel":"%s","symbol":"%s"}"""
        .formatted(command, channel, symbol);
  }

  private static void texts(WsClient client, int count) {
    await().atMost(SOON).until(() -> client.texts().size() >= count);
  }

  @Test
  void gmoSendsQuotesWithoutAnAnswerToTheSubscription() {
    try (ExchangeServer server = ExchangeServer.gmoFx(vertx);
        WsClient client = connect(server, GMO)) {
      client.send(gmo("subscribe", "ticker", "USD_JPY"));
      await().atMost(SOON).until(() -> server.isSubscribed("USD_JPY"));
      server.status("CLOSE");
      server.quote("EUR_JPY", "1", "2");
      server.quote("USD_JPY", "140.502", "140.534");
      texts(client, 1);
      JsonObject quote = client.messages().get(0);
      assertThat(quote.fieldNames()).containsExactly("symbol", "ask", "bid", "timestamp", "status");
      assertThat(quote.getString("bid")).isEqualTo("140.502");
      assertThat(quote.getString("status")).isEqualTo("CLOSE");
      assertThat(quote.getString("timestamp")).matches("\\S+T\\S+\\.\\d{6}Z");
    }
  }

  @Test
  void gmoTakesOneCommandASecondOfAllConnections() {
    try (ExchangeServer server = ExchangeServer.gmo(vertx);
        WsClient first = connect(server, GMO);
        WsClient second = connect(server, GMO)) {
      first.send(gmo("subscribe", "ticker", "BTC_JPY"));
      await().atMost(SOON).until(() -> server.isSubscribed("BTC_JPY"));
      IntStream.range(0, 3).forEach(i -> second.send(gmo("subscribe", "trades", "BTC")));
      texts(second, 1);
      assertThat(second.texts()).contains("{\"error\":\"ERR-5003 Request too many.\"}");
    }
  }

  @Test
  void gmoDoesNotNameTheSymbolThatItRefuses() {
    try (ExchangeServer server = ExchangeServer.gmoFx(vertx);
        WsClient client = connect(server, GMO)) {
      client.send(gmo("subscribe", "ticker", "NOPE"));
      texts(client, 1);
      assertThat(client.texts())
          .containsExactly("{\"error\":\"ERR-5106 Invalid request parameter. symbol\"}");
      assertThat(server.open()).isEqualTo(1);
    }
  }

  @Test
  void binanceAnswersWithTheNumberOfTheRequest() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        WsClient raw = connect(server, "/ws");
        WsClient combined = connect(server, "/stream?streams=btcusdt@bookTicker")) {
      raw.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@bookTicker\"],\"id\":1}");
      texts(raw, 1);
      assertThat(raw.texts()).containsExactly("{\"result\":null,\"id\":1}");
      String frame = server.quote("BTCUSDT", "25.35000000", "25.36000000");
      texts(raw, 2);
      texts(combined, 1);
      assertThat(raw.texts().get(1)).isEqualTo(frame);
      assertThat(frame).startsWith("{\"u\":").contains("\"b\":\"25.35000000\"");
      assertThat(combined.texts())
          .containsExactly("{\"stream\":\"btcusdt@bookTicker\",\"data\":" + frame + "}");
      raw.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"not a stream\"],\"id\":2}");
      texts(raw, 3);
      assertThat(raw.texts().get(2)).startsWith("{\"code\":2,\"msg\":\"Invalid request: ");
    }
  }

  @Test
  void binanceClosesAConnectionThatSendsMoreThanFiveFramesInASecond() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        WsClient client = connect(server, "/ws")) {
      IntStream.range(0, 12).forEach(i -> client.socket().writePing(Buffer.buffer("p")));
      await().atMost(SOON).until(() -> client.socket().isClosed());
      assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1008);
    }
  }

  @Test
  void krakenAnswersForEachSymbol() {
    try (ExchangeServer server = ExchangeServer.kraken(vertx);
        WsClient client = connect(server, "/v2")) {
      client.send(
          """
          {"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/USD","NOPE/USD"],\
          "event_trigger":"bbo","snapshot":true},"req_id":7}""");
      client.send("{\"method\":\"ping\",\"req_id\":101}");
      texts(client, 4);
      server.quote("BTC/USD", "0.9998", "0.9999");
      texts(client, 5);
      List<JsonObject> messages = client.messages();
      assertThat(messages.get(0).getString("channel")).isEqualTo("status");
      assertThat(messages.get(1).getBoolean("success")).isTrue();
      assertThat(messages.get(1).getJsonObject("result").getString("symbol")).isEqualTo("BTC/USD");
      assertThat(messages.get(2).getString("error"))
          .isEqualTo("Currency pair not supported NOPE/USD");
      assertThat(messages.get(2).getString("symbol")).isEqualTo("NOPE/USD");
      assertThat(messages.get(3).getString("method")).isEqualTo("pong");
      assertThat(messages.get(3).getInteger("req_id")).isEqualTo(101);
      assertThat(client.texts().get(4)).contains("\"bid\":0.9998,");
    }
  }

  @Test
  void aServerUnderMaintenanceRefusesTheHandshake() {
    try (ExchangeServer server = ExchangeServer.gmoFx(vertx)) {
      server.refuse(503);
      assertThatThrownBy(() -> connect(server, GMO))
          .rootCause()
          .isInstanceOfSatisfying(
              UpgradeRejectedException.class,
              refusal -> assertThat(refusal.getStatus()).isEqualTo(503));
      assertThat(server.refused()).isEqualTo(1);
      server.accept();
      connect(server, GMO).close();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aCutConnectionEndsWithoutACloseFrame() {
    try (ExchangeServer server = ExchangeServer.kraken(vertx);
        WsClient client = connect(server, "/v2")) {
      texts(client, 1);
      server.cut();
      await().atMost(SOON).until(() -> client.socket().isClosed());
      assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1006);
      assertThat(server.open()).isZero();
    }
  }

  @Test
  void pongsComeLateOrNotAtAll() {
    try (ExchangeServer server = ExchangeServer.kraken(vertx);
        WsClient client = connect(server, "/v2")) {
      List<Long> pongs = new CopyOnWriteArrayList<>();
      client.socket().pongHandler(pong -> pongs.add(System.nanoTime()));
      server.delayPongs(Duration.ofMillis(300));
      long sent = System.nanoTime();
      client.socket().writePing(Buffer.buffer("1"));
      await().atMost(SOON).until(() -> pongs.size() == 1);
      assertThat(Duration.ofNanos(pongs.get(0) - sent)).isGreaterThan(Duration.ofMillis(290));
      server.stopPongs();
      client.socket().writePing(Buffer.buffer("2"));
      await().atMost(SOON).until(() -> server.count(Arrival.Kind.PING) == 2);
      server.broadcast("{\"channel\":\"heartbeat\"}");
      await().atMost(SOON).until(() -> client.texts().contains("{\"channel\":\"heartbeat\"}"));
      assertThat(pongs).hasSize(1);
    }
  }

  @Test
  void theClientAnswersThePingsOfTheServer() {
    try (ExchangeServer server = ExchangeServer.binance(vertx);
        WsClient client = connect(server, "/ws")) {
      server.ping();
      await().atMost(SOON).until(() -> server.count(Arrival.Kind.PONG) == 1);
      assertThat(client.texts()).isEmpty();
    }
  }

  @Test
  void aHalfOpenConnectionStaysOpenAndHearsNothing() {
    try (ExchangeServer server = ExchangeServer.gmoFx(vertx);
        WsClient client = connect(server, GMO);
        WsClient later = afterHalfOpen(server)) {
      client.send(gmo("subscribe", "ticker", "USD_JPY"));
      later.send(gmo("subscribe", "ticker", "USD_JPY"));
      await().atMost(SOON).until(() -> server.isSubscribed("USD_JPY"));
      server.quote("USD_JPY", "1", "2");
      texts(later, 1);
      assertThat(client.texts()).isEmpty();
      assertThat(client.socket().isClosed()).isFalse();
      assertThat(server.commands()).hasSize(1);
      server.cut();
    }
  }

  private static WsClient afterHalfOpen(ExchangeServer server) {
    server.halfOpen();
    return connect(server, GMO);
  }

  @Test
  void quotesComeInBurstsTwiceAndInTheWrongOrder() {
    try (ExchangeServer server = ExchangeServer.gmoFx(vertx);
        WsClient client = connect(server, GMO)) {
      client.send(gmo("subscribe", "ticker", "USD_JPY"));
      await().atMost(SOON).until(() -> server.isSubscribed("USD_JPY"));
      String first = server.frame("USD_JPY", "1", "2");
      String second = server.frame("USD_JPY", "1.5", "2");
      server.send("USD_JPY", second, first, first);
      server.burst("USD_JPY", 1_000);
      texts(client, 1_003);
      assertThat(client.texts().subList(0, 3)).containsExactly(second, first, first);
      assertThat(client.texts().subList(3, 1_003)).doesNotHaveDuplicates();
    }
  }

  @Test
  void krakensOwnPongsComeLateOrNotAtAll() {
    try (ExchangeServer server = ExchangeServer.kraken(vertx);
        WsClient client = connect(server, "/v2")) {
      server.delayPongs(Duration.ofMillis(300));
      long sent = System.nanoTime();
      client.send("{\"method\":\"ping\",\"req_id\":1}");
      texts(client, 2);
      assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThan(Duration.ofMillis(290));
      server.stopPongs();
      client.send("{\"method\":\"ping\",\"req_id\":2}");
      await().atMost(SOON).until(() -> server.commands().size() == 2);
      server.broadcast("{\"channel\":\"heartbeat\"}");
      await().atMost(SOON).until(() -> client.texts().contains("{\"channel\":\"heartbeat\"}"));
      assertThat(client.texts()).hasSize(3);
    }
  }
}
