package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.demo.DemoTable;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Candles over event streams, the bridge and as differences: as docs/asyncapi.yaml has them. */
class CandleDeliveryIT {
  private static final String TOPIC = "candles.USD_JPY.1s";
  private static final String RULES =
      "[{topics: 'ticks.*', read: anybody}, {topics: 'candles.USD_JPY.*', read: anybody}]";

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  private static final AtomicInteger quotes = new AtomicInteger();
  private static Node node;

  @BeforeAll
  static void start() {
    await(DemoTable.create(database.pool()));
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL", database.url(),
            "TICKGATE_HTTP_HOST", "127.0.0.1",
            "TICKGATE_HTTP_PORT", "0",
            "TICKGATE_OPS_PORT", "0",
            "TICKGATE_DEMO_ENABLED", "false",
            "TICKGATE_CANDLES_ENABLED", "true",
            "TICKGATE_ACCESS_RULES", RULES);
    Ready ready = (Ready) Config.load(Optional.empty(), settings, Optional.empty());
    node = await(Node.start(ready.config()));
  }

  @AfterAll
  static void stop() {
    await(node.close());
  }

  /** A quote of now, at another price than the one before. */
  private static void insert() {
    database.run(
        """
        insert into ticker_usd_jpy
        values (clock_timestamp() at time zone 'UTC', 151.2 + %1$d * 0.001, 151.3 + %1$d * 0.001)
        on conflict do nothing
        """
            .formatted(quotes.incrementAndGet()));
  }

  private static void assertValid(String schema, JsonObject message) throws IOException {
    try (InputStream packed =
        CandleDeliveryIT.class.getResourceAsStream("/schemas/" + schema + ".json")) {
      String text = new String(packed.readAllBytes(), StandardCharsets.UTF_8);
      JsonSchemaOptions options =
          new JsonSchemaOptions().setBaseUri("https://tickgate.dev/").setDraft(Draft.DRAFT202012);
      OutputUnit result =
          Validator.create(JsonSchema.of(new JsonObject(text)), options).validate(message);
      assertThat(result.getValid()).as(message.encode()).isTrue();
    }
  }

  @Test
  void anEventStreamHasThem() throws IOException {
    List<String> lines = new CopyOnWriteArrayList<>();
    HttpClient client = vertx.createHttpClient();
    client
        .request(HttpMethod.GET, node.port(), "127.0.0.1", "/sse?topic=" + TOPIC)
        .compose(request -> request.send())
        .onSuccess(
            stream -> stream.handler(part -> lines.addAll(part.toString().lines().toList())));
    await()
        .until(
            () -> {
              insert();
              return lines.stream().anyMatch(line -> line.contains("\"type\":\"candle\""));
            });
    await(client.close());

    String data = lines.stream().filter(line -> line.contains("\"candle\"")).findFirst().get();
    JsonObject candle = new JsonObject(data.substring(data.indexOf('{')));
    assertValid("candle", candle);
    assertThat(candle.getString("interval")).isEqualTo("1s");
  }

  @Test
  void theBridgeHasThem() throws IOException {
    try (WsClient client = new WsClient(vertx, node.port(), "/eventbus/websocket")) {
      client.send("{\"type\":\"register\",\"address\":\"" + TOPIC + ".ask\"}");
      await()
          .until(
              () -> {
                insert();
                return !client.messages("rec").isEmpty();
              });
      JsonObject message = client.messages("rec").get(0);

      assertThat(message.getString("address")).isEqualTo(TOPIC + ".ask");
      assertValid("candle", message.getJsonObject("body"));
      assertThat(message.getJsonObject("body").getString("price")).isEqualTo("ask");
    }
  }

  @Test
  void aSubscriberOfDifferencesGetsThemAsPatches() throws IOException {
    try (WsClient client = new WsClient(vertx, node.port(), "/ws")) {
      client.send("{\"type\":\"subscribe\",\"topic\":\"" + TOPIC + "\",\"delta\":true}");
      await()
          .until(
              () -> {
                insert();
                return !client.messages("delta").isEmpty();
              });

      assertValid("candle", client.messages("candle").get(0));
      assertValid("delta", client.messages("delta").get(0));
    }
  }

  @Test
  void theyNeedARuleOfTheirOwn() {
    try (WsClient bridge = new WsClient(vertx, node.port(), "/eventbus/websocket")) {
      bridge.send("{\"type\":\"register\",\"address\":\"candles.EUR_USD.1m\"}");

      await().until(() -> !bridge.messages("err").isEmpty());
      assertThat(bridge.messages("err").get(0).getString("body")).isEqualTo("access_denied");
    }
  }
}
