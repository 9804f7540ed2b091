package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.OpenApiDocument;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of ticks and candles of one node, whose memory has the newest ten ticks of a topic. */
class TickPagesIT {
  private static final int ROWS = 300;
  private static final String CONFIG =
      """
      feeds:
        - { name: usd_jpy, symbol: USD_JPY, table: usd_jpy, key: id, columns: { timestamp: at } }
        - { name: eur_usd, symbol: EUR_USD, table: eur_usd, key: id, columns: { timestamp: at } }
        - { name: gbp_usd, symbol: GBP_USD, table: gbp_usd, key: id, columns: { timestamp: at }, start: latest }
      history: { size: 10 }
      candles: { enabled: true, retention: { 1s: 36500d, 1m: 36500d } }
      access:
        rules:
          - { topics: ticks.USD_JPY, read: anybody }
          - { topics: ticks.GBP_USD, read: anybody }
          - { topics: "candles.USD_JPY.*", read: anybody }
      """;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  private static Path file;
  private static Node node;
  private static Http http;

  @BeforeAll
  static void start() throws IOException {
    for (String table : List.of("usd_jpy", "eur_usd", "gbp_usd")) {
      database.run(
          "create table %s (id bigserial primary key, at timestamptz, bid numeric, ask numeric)"
              .formatted(table));
    }
    database.run(
        """
        insert into gbp_usd (at, bid, ask)
        select timestamptz '2025-01-01T00:00:00Z' + n * interval '1 hour', n, n + 1
        from generate_series(1, 50) n
        """);
    file = Files.writeString(Files.createTempFile("pages", ".yaml"), CONFIG);
    Map<String, String> environment =
        Map.of(
            "TICKGATE_HTTP_HOST", "127.0.0.1",
            "TICKGATE_HTTP_PORT", "0",
            "TICKGATE_OPS_PORT", "0",
            "TICKGATE_ROLES", "poller,gateway",
            "DATABASE_URL", database.url());
    node =
        await(
            Node.start(
                    ((Config.Loading.Ready)
                            Config.load(Optional.of(file), environment, Optional.empty()))
                        .config())
                .compose(Node::ready));
    http = new Http(node.port());
    insert(1, ROWS);
  }

  @AfterAll
  static void stop() throws IOException {
    await(node.close());
    Files.delete(file);
  }

  /** Row n is of the n-th second; every seventh is 100 s late. The bid is its number. */
  private static void insert(int first, int last) {
    database.run(
        """
        insert into usd_jpy (at, bid, ask)
        select timestamptz '2026-02-16T13:00:00Z'
            + (n - case when n %% 7 = 0 then 100 else 0 end) * interval '1 second', n, n + 1
        from generate_series(%d, %d) n
        """
            .formatted(first, last));
    await().until(() -> http.get("/api/ticks/USD_JPY?limit=1").body().contains("\"bid\":" + last));
  }

  private static JsonObject get(String path) {
    HttpResponse<String> answer = http.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private static List<Long> bids(JsonObject page) {
    return page.getJsonArray("ticks").stream()
        .map(tick -> ((JsonObject) tick).getLong("bid"))
        .toList();
  }

  private static List<Long> pages(String from, String rest) {
    List<Long> found = new ArrayList<>();
    String next = from;
    while (next != null) {
      JsonObject page = get("/api/ticks/USD_JPY?from=" + next + rest);
      found.addAll(bids(page));
      next = page.getString("next");
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 299, 300, 10_000})
  void pagesHaveEachTickOnceInTheOrderOfPublication(int limit) {
    assertThat(pages("2026-02-16T11:00:00Z", "&limit=" + limit))
        .isEqualTo(LongStream.rangeClosed(1, ROWS).boxed().toList());
  }

  @Test
  void rowsFromBeforeTheFeedBeganComeFromItsTable() {
    String path = "/api/ticks/GBP_USD?from=2025-01-01T00:00:00Z&limit=1000";
    await().until(() -> http.get(path).body().contains("\"offset\":1"));

    List<JsonObject> ticks =
        get(path).getJsonArray("ticks").stream().map(JsonObject.class::cast).toList();
    assertThat(ticks.stream().map(tick -> tick.getLong("bid")).toList())
        .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
    assertThat(ticks.subList(0, 49)).noneMatch(tick -> tick.containsKey("offset"));
    assertThat(ticks.get(49).getLong("offset")).isEqualTo(1);
  }

  @Test
  void theFirstTimeHoldsForAllPages() {
    List<Long> expected =
        LongStream.rangeClosed(1, ROWS)
            .filter(n -> n - (n % 7 == 0 ? 100 : 0) >= 120)
            .filter(n -> n - (n % 7 == 0 ? 100 : 0) < 200)
            .boxed()
            .toList();

    assertThat(pages("2026-02-16T13:02:00Z", "&to=2026-02-16T13:03:20Z&limit=9"))
        .isEqualTo(expected);
  }

  @Test
  void aTickIsTheOneThatSubscribersGet() {
    try (WsClient client = new WsClient(vertx, node.port(), "/ws/usd_jpy")) {
      await().until(() -> !client.messages("ticker").isEmpty());
      JsonObject live = client.messages("ticker").get(0);

      List<JsonObject> all =
          get("/api/ticks/USD_JPY?from=2026-02-16T13:00:00Z&limit=10000")
              .getJsonArray("ticks")
              .stream()
              .map(JsonObject.class::cast)
              .toList();

      assertThat(all).contains(live);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?from=2026-02-16T13:00:00Z", "/candles?interval=1s&limit=300"})
  void anAnswerHasATagAndIsCompressed(String query) {
    String path = "/api/ticks/USD_JPY" + query;
    await()
        .until(
            () ->
                http.get("/api/ticks/USD_JPY/candles?interval=1d")
                    .body()
                    .contains("\"ticks\":300"));
    HttpResponse<String> first = http.get(path);
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = http.get(path, "If-None-Match", tag);
    HttpResponse<String> other = http.get(path, "If-None-Match", "W/\"0\"");
    HttpResponse<String> packed = http.get(path, "Accept-Encoding", "gzip");

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(first.body());
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("ETag")).contains(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/ticks/USD_JPY", "/api/ticks/USD_JPY/candles"})
  void aRangeOutsideTheBoundsIsToldTheBounds(String path) {
    for (String range : List.of("from=0001-01-01T00:00:00Z", "to=9999-12-31T00:00:01Z")) {
      HttpResponse<String> answer = http.get(path + "?" + range);

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(new JsonObject(answer.body()).getString("message"))
          .contains("from 1970-01-01T00:00:00Z to 9999-12-31T00:00:00Z");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/ticks/USD_JPY?from=yesterday                                       | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY?from=2026-02-16T13:00:00Z&to=2026-02-16T13:00:00Z    | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY?from=-999999999-01-01T00:00:00Z                      | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY?to=%2B999999999-01-01T00:00:00Z                      | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY?from=2.1.999999999999999                             | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY?from=0.1                                             | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY?from=2026-02-16T13:00:00Z&limit=0                    | 400 | INVALID_LIMIT",
        "/api/ticks/USD_JPY?from=2026-02-16T13:00:00Z&limit=10001                | 400 | INVALID_LIMIT",
        "/api/ticks/USD_JPY?from=7.3                                             | 410 | CURSOR_EXPIRED",
        "/api/ticks/NONE?from=2026-02-16T13:00:00Z                               | 404 | UNKNOWN_SYMBOL",
        "/api/ticks/EUR_USD?from=2026-02-16T13:00:00Z                            | 403 | ACCESS_DENIED",
        "/api/ticks/USD_JPY/candles?interval=2m                                  | 400 | INVALID_INTERVAL",
        "/api/ticks/USD_JPY/candles?interval=                                    | 400 | INVALID_INTERVAL",
        "/api/ticks/USD_JPY/candles?price=last                                   | 400 | INVALID_PRICE",
        "/api/ticks/USD_JPY/candles?from=7.3                                     | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY/candles?from=now                                     | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY/candles?from=2026-02-16T13:00:00Z&to=2026-02-16T12:00:00Z | 400 | INVALID_RANGE",
        "/api/ticks/USD_JPY/candles?limit=5001                                   | 400 | INVALID_LIMIT",
        "/api/ticks/NONE/candles                                                 | 404 | UNKNOWN_SYMBOL",
        "/api/ticks/EUR_USD/candles                                              | 403 | ACCESS_DENIED",
      })
  void whatIsWrongIsRefusedWithACode(String path, int status, String code) {
    HttpResponse<String> answer = http.get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
  }

  @Test
  void candlesOfASymbolWithoutARuleAreDenied() {
    try (WsClient client = new WsClient(vertx, node.port(), "/ws")) {
      client.send("{\"type\":\"subscribe\",\"topic\":\"candles.EUR_USD.1m\"}");
      client.send("{\"type\":\"subscribe\",\"topic\":\"candles.USD_JPY.1m\"}");

      await().until(() -> !client.messages("candle").isEmpty());
      assertThat(client.messages("error"))
          .singleElement()
          .satisfies(error -> assertThat(error.getString("code")).isEqualTo("ACCESS_DENIED"));
    }
  }

  @Test
  void withoutABeginningTheNewestCandlesCome() {
    await()
        .until(
            () ->
                http.get("/api/ticks/USD_JPY/candles?interval=1d")
                    .body()
                    .contains("\"ticks\":300"));
    JsonObject newest = get("/api/ticks/USD_JPY/candles?interval=1m&limit=2&price=bid");
    JsonObject before =
        get("/api/ticks/USD_JPY/candles?interval=1m&limit=1&to=2026-02-16T13:04:00Z");

    assertThat(
            newest.getJsonArray("candles").stream()
                .map(each -> ((JsonObject) each).getString("time")))
        .containsExactly("2026-02-16T13:04:00.000Z", "2026-02-16T13:05:00.000Z");
    assertThat(newest.getString("next")).isNull();
    assertThat(before.getJsonArray("candles").getJsonObject(0).getString("time"))
        .isEqualTo("2026-02-16T13:03:00.000Z");
    assertThat(before.getJsonArray("candles").getJsonObject(0).getBoolean("closed")).isTrue();
  }

  @Test
  void theDocumentDescribesTheAnswers() {
    OpenApiDocument document = new OpenApiDocument(http.get("/api/openapi.json").body());
    String tag = http.get("/api/ticks/USD_JPY/candles").headers().firstValue("ETag").orElseThrow();
    Set<String> called = new TreeSet<>();
    for (String path :
        List.of(
            "/api/ticks/USD_JPY?from=2026-02-16T13:00:00Z&limit=3",
            "/api/ticks/USD_JPY?from=now",
            "/api/ticks/USD_JPY?from=7.3",
            "/api/ticks/NONE",
            "/api/ticks/EUR_USD",
            "/api/ticks/USD_JPY/candles?limit=2&from=2026-02-16T11:00:00Z",
            "/api/ticks/USD_JPY/candles?interval=2m",
            "/api/ticks/USD_JPY/candles?price=last",
            "/api/ticks/NONE/candles")) {
      called.add(document.check("GET", path, "", http.get(path)));
    }
    document.check(
        "GET",
        "/api/ticks/USD_JPY/candles",
        "",
        http.get("/api/ticks/USD_JPY/candles", "If-None-Match", tag));

    assertThat(called).isEqualTo(document.operations());
  }
}
