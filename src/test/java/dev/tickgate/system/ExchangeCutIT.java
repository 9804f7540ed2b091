package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.exchange.ExchangeServer;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of trades a second on many streams of a simulated exchange, which announces that it
 * closes the connection, as it does after 24 h and before maintenance: a subscriber of all streams
 * has each number of each stream once and in order. The profile {@code chaos} runs it for longer.
 */
class ExchangeCutIT {
  private static final int STREAMS = Integer.getInteger("exchange.streams", 50);
  private static final int RATE = Integer.getInteger("exchange.rate", 2_000);
  private static final int CUTS = Integer.getInteger("exchange.cuts", 3);
  private static final String SHUTDOWN = "{\"e\":\"serverShutdown\",\"E\":1770123456789}";
  private static final int BETWEEN = 40;
  private static final String CONFIG =
      """
      feeds: []
      events: { enabled: false }
      exchanges: { binance: { enabled: true, url: "%s" } }
      access: { rules: [{ topics: "stream.binance.*", read: anybody }] }
      """;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final ExchangeServer exchange = ExchangeServer.binance(vertx);
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final TradeFeed trades = new TradeFeed(exchange, STREAMS);
  // By topic: the numbers that came, and the last one; written by the loop of the client.
  private final Map<String, Integer> last = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private volatile long received;
  private RelayNodes nodes;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("cut.yaml"), CONFIG.formatted(exchange.url()));
    nodes = new RelayNodes(file, database.url());
    nodes.start("leader", "exchange");
    nodes.start("gateway", "gateway");
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void aSubscriberMissesAndRepeatsNothingThoughTheExchangeEndsConnectionsUnderLoad() {
    WebSocketClient client = vertx.createWebSocketClient();
    WebSocket socket =
        await(client.connect(nodes.port("gateway"), "127.0.0.1", "/ws?envelope=true"));
    socket.textMessageHandler(this::received);
    for (String stream : trades.streams()) {
      socket.writeTextMessage(
          "{\"type\":\"subscribe\",\"topic\":\"stream.binance." + stream + "\"}");
    }
    await().until(() -> exchange.subscriptions().containsAll(trades.streams()));

    long started = System.nanoTime();
    trades.start(RATE);
    for (int cut = 1; cut <= CUTS; cut++) {
      int until = trades.last() + BETWEEN;
      await().until(() -> trades.last() >= until);
      exchange.broadcast(SHUTDOWN);
      int connections = cut + 1;
      await().until(() -> exchange.connections() == connections && exchange.open() == 1);
    }
    int until = trades.last() + BETWEEN;
    await().until(() -> trades.last() >= until);
    int end = trades.stop();
    long millis = (System.nanoTime() - started) / 1_000_000;
    await().until(() -> last.size() == STREAMS && last.values().stream().allMatch(n -> n == end));

    System.out.printf(
        "%d streams, %d connections of the exchange: %d trades in %d ms, %d/s%n",
        STREAMS, CUTS + 1, received, millis, received * 1000 / Math.max(1, millis));
    assertThat(wrong).isEmpty();
    assertThat(received).isEqualTo((long) end * STREAMS);
    await(client.close());
  }

  private void received(String text) {
    JsonObject message = new JsonObject(text);
    if (!"publication".equals(message.getString("type"))) {
      return;
    }
    received++;
    int number = message.getJsonObject("data").getInteger("t");
    int before = last.getOrDefault(message.getString("topic"), 0);
    last.put(message.getString("topic"), number);
    if (number != before + 1 && wrong.size() < 10) {
      wrong.add(message.getString("topic") + ": " + number + " after " + before);
    }
  }
}
