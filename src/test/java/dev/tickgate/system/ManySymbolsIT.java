package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node whose one table has 2,000 symbols, from the rows to the clients. */
class ManySymbolsIT {
  private static final int SYMBOLS = 2_000;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  private static int port;
  @Fixture private static Node node;
  private static int seconds;

  @BeforeAll
  static void start() {
    database.run(
        "create table quotes (time timestamptz, symbol text, bid numeric, ask numeric,"
            + " primary key (time, symbol))");
    port = Ports.free();
    startNode();
    // Before it, rows belong to the first look.
    await()
        .until(
            () ->
                database
                        .run("select from tickgate.feed where name = 'quotes' and snapshot > 0")
                        .size()
                    == 1);
    second();
  }

  private static void startNode() {
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL",
            database.url(),
            "TICKGATE_FEEDS",
            "[{ name: quotes, table: quotes, key: time, symbolColumn: symbol, poll: 20ms }]",
            "TICKGATE_HTTP_HOST",
            "127.0.0.1",
            "TICKGATE_HTTP_PORT",
            Integer.toString(port),
            "TICKGATE_OPS_PORT",
            "0",
            "TICKGATE_DRAIN",
            "0s");
    Ready ready = (Ready) Config.load(Optional.empty(), settings, Optional.empty());
    node = await(Node.start(ready.config()).compose(Node::ready));
  }

  /** A row of each symbol, all of the same time; the bid is the number of the second. */
  private static void second() {
    database.run(
        "insert into quotes select date_trunc('second', now()) - interval '5 min' + %1$d * interval '1 s',"
                .formatted(++seconds)
            + " 'S' || n, %d, %d from generate_series(1, %d) n"
                .formatted(seconds, seconds, SYMBOLS));
  }

  @Test
  void aStreamOfOneSymbolHasItsRowsAndResumesAfterTheNodeHasLeft() {
    String stream = "/ws/quotes?symbol=S7";
    String position;
    try (WsClient client = new WsClient(vertx, port, stream)) {
      await().until(() -> !client.offsets().isEmpty());
      second();
      await().until(() -> bids(client.messages("ticker")).contains(seconds));
      assertThat(client.messages("ticker")).allMatch(tick -> tick.getString("symbol").equals("S7"));
      JsonObject last = client.messages("ticker").get(client.messages("ticker").size() - 1);
      position = last.getLong("epoch") + "." + last.getLong("offset");
    }
    int before = seconds;
    second();
    await(node.close());
    second();
    startNode();

    try (WsClient client = new WsClient(vertx, port, stream + "&since=" + position)) {
      await().until(() -> bids(client.messages("ticker")).contains(before + 2));

      assertThat(bids(client.messages("ticker"))).containsExactly(before + 1, before + 2);
    }
  }

  @Test
  void aSessionHearsManySymbolsEachInOrderAndOnce() {
    int many = 500;
    try (WsClient client = new WsClient(vertx, port, "/ws")) {
      IntStream.rangeClosed(1, many)
          .forEach(
              n ->
                  client.send(
                      new JsonObject()
                          .put("type", "subscribe")
                          .put("topic", "ticks.S" + n)
                          .encode()));
      // Before the leader has answered once, a topic is acknowledged without a position first.
      await()
          .until(
              () ->
                  client.messages("subscribed").stream()
                          .filter(acknowledged -> acknowledged.containsKey("epoch"))
                          .count()
                      == many);
      // The newest of each comes with the subscription.
      await().until(() -> client.messages("ticker").size() >= many);
      for (int i = 0; i < 3; i++) {
        second();
        int number = seconds;
        await()
            .until(
                () ->
                    bids(client.messages("ticker")).stream().filter(bid -> bid == number).count()
                        == many);
      }

      Map<String, List<Long>> offsets = new HashMap<>();
      client
          .messages("ticker")
          .forEach(
              tick ->
                  offsets
                      .computeIfAbsent(tick.getString("symbol"), symbol -> new ArrayList<>())
                      .add(tick.getLong("offset")));
      assertThat(offsets).hasSize(many);
      assertThat(offsets.values())
          .allSatisfy(
              each -> {
                long first = each.get(0);
                assertThat(each).containsExactly(first, first + 1, first + 2, first + 3);
              });
    }
  }

  @Test
  void theSymbolsAndTheirPricesAreFoundWithoutASubscription() {
    Http http = new Http(port);

    JsonArray symbols = new JsonObject(http.get("/api/symbols").body()).getJsonArray("symbols");
    JsonObject ticks = new JsonObject(http.get("/api/ticks/S1999").body());
    JsonObject history =
        new JsonObject(
            http.get("/api/ticks/S1998?points=900&from=" + Instant.now().minusSeconds(900)).body());

    assertThat(symbols).hasSize(SYMBOLS);
    assertThat(ticks.getJsonArray("ticks")).isNotEmpty();
    assertThat(ticks.getJsonArray("ticks").getJsonObject(0).getString("symbol")).isEqualTo("S1999");
    assertThat(history.getBoolean("complete")).isTrue();
    assertThat(history.getJsonArray("points")).isNotEmpty();
  }

  private static List<Integer> bids(List<JsonObject> ticks) {
    return ticks.stream().map(tick -> tick.getInteger("bid")).toList();
  }
}
