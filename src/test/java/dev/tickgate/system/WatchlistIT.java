package dev.tickgate.system;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.config.Config;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.LogFixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watchlists on two nodes of a cluster: a poller with a gateway, and a gateway alone. */
class WatchlistIT {
  private static final String CONFIG =
      """
      feeds:
        - { name: usd_jpy, symbol: USD_JPY, table: ticker_usd_jpy, key: time }
      watchlists: { enabled: true, interval: 1s }
      auth:
        jwt: { leeway: 2s }
        sessions:
          enabled: true
          cache: 1s
          query: >
            select case when user_id = 4 then null else user_id end as sub, created_at as issued_at,
              expires_at
            from watchlist.sessions
            where token_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex')
      """;
  private static final String PATH = "/api/v1/ws/watchlist/%s/prices";

  @Fixture static final Vertx VERTX = Vertx.vertx();
  @Fixture static final DatabaseFixture database = DatabaseFixture.create(VERTX);
  private static Path file;
  private static Node poller;
  private static Node gateway;

  @BeforeAll
  static void start() throws IOException {
    database.run(
        "create table ticker_usd_jpy (time timestamp primary key, bid float8, ask float8)");
    file = Files.writeString(Files.createTempFile("watchlist", ".yaml"), CONFIG);
    int port = Ports.ofCluster();
    String name = "test-" + UUID.randomUUID();
    poller = await(Node.start(config(name, port, "poller,gateway")).compose(Node::ready));
    gateway = await(Node.start(config(name, port, "gateway")).compose(Node::ready));
    fill();
  }

  private static void fill() {
    database.run(
        "insert into watchlist.users (id, name, is_active) values (1, 'Ann', true),"
            + " (2, 'Ben', true), (3, 'gone', false), (4, 'odd', true)");
    database.run(
        "insert into watchlist.sessions (token_hash, user_id, expires_at)"
            + " select encode(sha256(convert_to('session-' || id, 'UTF8')), 'hex'), id,"
            + " now() + interval '1 hour' from watchlist.users");
    database.run(
        "insert into watchlist.sessions (token_hash, user_id, expires_at) values"
            + " (encode(sha256('expired'), 'hex'), 1, now() - interval '1 s')");
    database.run(
        "insert into watchlist.companies (id, ticker_symbol, company_name, topic) values"
            + " (1, '7203', 'トヨタ自動車株式会社', null), (2, 'USD_JPY', '米ドル/円', 'ticks.USD_JPY'),"
            + " (3, 'NONE', 'nothing', 'ticks.NONE')");
    database.run(
        "insert into watchlist.stock_prices (company_id, price, previous_close) values"
            + " (1, 2650, 2600), (2, null, 151)");
  }

  private static Config config(String name, int port, String roles) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKGATE_ROLES", roles);
    environment.put("TICKGATE_HTTP_HOST", "127.0.0.1");
    environment.put("TICKGATE_HTTP_PORT", "0");
    environment.put("TICKGATE_OPS_PORT", "0");
    environment.put("TICKGATE_CLUSTER_ENABLED", "true");
    environment.put("TICKGATE_CLUSTER_NAME", name);
    environment.put("TICKGATE_CLUSTER_PORT", Integer.toString(port));
    environment.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port);
    environment.put("DATABASE_URL", database.url());
    environment.put("HUB_JWT_SECRET", SignedTokens.SECRET);
    return ((Config.Loading.Ready) Config.load(Optional.of(file), environment, Optional.empty()))
        .config();
  }

  @AfterAll
  static void stop() throws IOException {
    await(gateway.close());
    await(poller.close());
    Files.delete(file);
  }

  /** A new list with one position of the stock. */
  private static long list(int user, boolean isPublic) {
    long id =
        database
            .run(
                "insert into watchlist.watchlists (user_id, name, is_public)"
                    + " values (%d, 'list', %s) returning id".formatted(user, isPublic))
            .iterator()
            .next()
            .getLong("id");
    database.run(
        "insert into watchlist.watchlist_items (watchlist_id, company_id, quantity, purchase_price)"
            + " values (%d, 1, 100, 2500)".formatted(id));
    return id;
  }

  private static WsClient view(Node node, long list, String token) {
    return new WsClient(VERTX, node.port(), PATH.formatted(list) + "?token=" + token);
  }

  private static String jwt(String subject) {
    return SignedTokens.hs256(
        new JsonObject()
            .put("sub", subject)
            .put("iat", Instant.now().getEpochSecond())
            .put("exp", Instant.now().getEpochSecond() + 600));
  }

  private static void awaitClose(WsClient client, int code, String reason) {
    await().until(client.socket()::isClosed);
    assertThat(client.socket().closeStatusCode()).isEqualTo((short) code);
    assertThat(client.socket().closeReason()).isEqualTo(reason);
  }

  private static JsonObject newest(WsClient client) {
    await().until(() -> !client.messages("price_update").isEmpty());
    List<JsonObject> updates = client.messages("price_update");
    return updates.get(updates.size() - 1);
  }

  @Test
  void theOwnerGetsTheDescribedMessageAtEveryNode() {
    long list = list(1, false);
    for (Node node : List.of(poller, gateway)) {
      try (WsClient client = view(node, list, "session-1")) {
        await().until(() -> client.texts().size() >= 2);
        assertThat(client.texts())
            .allSatisfy(
                text ->
                    assertThat(text)
                        .matches(
                            "\\{\"type\":\"price_update\",\"watchlist_id\":"
                                + list
                                + ",\"stocks\":\\[\\{\"company_id\":1,\"ticker_symbol\":\"7203\","
                                + "\"company_name\":\"トヨタ自動車株式会社\",\"current_price\":2650.0,"
                                + "\"change\":50.0,\"change_percent\":1.92,\"quantity\":100.0,"
                                + "\"purchase_price\":2500.0,\"unrealized_pl\":15000.0}],"
                                + "\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\","
                                + "\"totals\":\\[\\{\"currency\":\"JPY\",\"cost\":250000.0,"
                                + "\"value\":265000.0,\"unrealized_pl\":15000.0}]}"));
        assertThat(client.messages())
            .extracting(m -> m.getString("timestamp"))
            .doesNotHaveDuplicates();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', Missing authentication token",
    "?token=nobody, Invalid or expired session",
    "?token=expired, Invalid or expired session",
    "?token=session-4, Invalid session data",
    "?token=session-3, User account is inactive",
    "?token=session-2, Watchlist not found or access denied",
  })
  void whoMayNotViewAListIsToldWhy(String query, String reason) {
    try (WsClient client =
        new WsClient(VERTX, gateway.port(), PATH.formatted(list(1, false)) + query)) {
      awaitClose(client, 1008, reason);
      assertThat(client.texts()).isEmpty();
    }
  }

  @Test
  void aTokenThatNamesNoUserIsRefused() {
    long list = list(1, true);
    try (WsClient unknown = view(gateway, list, jwt("77"));
        WsClient wrong = view(gateway, list, jwt("Ann"))) {
      awaitClose(unknown, 1008, "User not found");
      awaitClose(wrong, 1008, "Invalid session data");
    }
  }

  @Test
  void anIdThatIsNoneIsNotFound() {
    for (String id : List.of("0", "-1", "1.0", "x", "99999999999999999999")) {
      try (WsClient client =
          new WsClient(VERTX, gateway.port(), PATH.formatted(id) + "?token=session-1")) {
        awaitClose(client, 1008, "Watchlist not found or access denied");
      }
    }
  }

  @Test
  void aPublicListIsForEveryUserUntilItIsPrivate() {
    long list = list(1, true);
    try (WsClient owner = view(poller, list, "session-1");
        WsClient other = view(gateway, list, jwt("2"))) {
      await().until(() -> !other.messages("price_update").isEmpty());
      database.run("update watchlist.watchlists set is_public = false where id = " + list);

      awaitClose(other, 1008, "Watchlist not found or access denied");
      int before = owner.texts().size();
      await().until(() -> owner.texts().size() > before + 1);
    }
  }

  @Test
  void aUserThatIsMadeInactiveViewsNothing() {
    database.run("insert into watchlist.users (id, name) values (10, 'Cat')");
    try (WsClient client = view(gateway, list(10, false), jwt("10"))) {
      await().until(() -> !client.messages("price_update").isEmpty());
      database.run("update watchlist.users set is_active = false where id = 10");
      awaitClose(client, 1008, "Watchlist not found or access denied");
    }
  }

  @Test
  void aChangeOfTheListShowsWithinASecond() {
    long list = list(1, false);
    try (WsClient client = view(gateway, list, "session-1")) {
      await().until(() -> !client.messages("price_update").isEmpty());
      database.run(
          "insert into watchlist.watchlist_items (watchlist_id, company_id) values (%d, 2)"
              .formatted(list));

      await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> newest(client).getJsonArray("stocks").size() == 2);
      database.run("delete from watchlist.watchlist_items where watchlist_id = " + list);
      await().until(() -> newest(client).getJsonArray("stocks").isEmpty());
      assertThat(newest(client).getValue("timestamp")).isNull();
      assertThat(newest(client).getJsonArray("totals")).isEqualTo(new JsonArray());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1000, 151.4, 0.4, 100.0",
    "1000, 151.2, 0.2, -300.0",
    ", 151.3, 0.3,",
  })
  void thePriceOfATopicIsTheSideAtWhichThePositionWouldBeClosed(
      String quantity, double price, double change, Double gained) {
    long list = list(1, false);
    String position = quantity == null ? "null, null" : quantity + ", 151.5";
    database.run(
        "insert into watchlist.watchlist_items values (%d, 2, 1, null, '{}', %s)"
            .formatted(list, position));
    database.run(
        "insert into ticker_usd_jpy values (clock_timestamp() at time zone 'utc', 151.2, 151.4)");
    try (WsClient client = view(gateway, list, "session-1")) {
      await().until(() -> isKnown(newest(client), 1));
      JsonObject dollar = newest(client).getJsonArray("stocks").getJsonObject(1);
      assertThat(dollar.getDouble("current_price")).isEqualTo(price);
      assertThat(dollar.getDouble("change")).isEqualTo(change);
      assertThat(dollar.getDouble("unrealized_pl")).isEqualTo(gained);
    }
  }

  private static boolean isKnown(JsonObject update, int stock) {
    JsonArray stocks = update.getJsonArray("stocks");
    return stocks.size() > stock && stocks.getJsonObject(stock).getValue("current_price") != null;
  }

  @Test
  void aTopicThatNothingServesIsLoggedOnceAndCounted() {
    LogFixture lines = LogFixture.of("dev.tickgate.watchlist.TopicPrices");
    long list = list(1, false);
    database.run(
        "insert into watchlist.watchlist_items (watchlist_id, company_id) values (%d, 3)"
            .formatted(list));
    try (lines;
        WsClient client = view(gateway, list, "session-1")) {
      await().until(() -> client.messages("price_update").size() > 2);
      database.run(
          "update watchlist.watchlist_items set quantity = 7 where watchlist_id = " + list);
      await()
          .until(
              () ->
                  newest(client).getJsonArray("stocks").getJsonObject(0).getDouble("quantity")
                      == 7);

      assertThat(newest(client).getJsonArray("stocks").getJsonObject(1).getValue("current_price"))
          .isNull();
      assertThat(lines.events())
          .extracting(line -> line.getMessage() + line.getKeyValuePairs().get(0).value)
          .containsExactly("watchlists.topic_unservedticks.NONE");
      assertThat(new Http(poller.opsPort()).get("/metrics").body())
          .contains("tickgate_watchlist_unserved_topics{feed=\"watchlists\"} 1");
    }
  }

  @Test
  void overTheBridgeTheListIsForItsOwner() {
    long list = list(1, false);
    String register =
        "{\"type\":\"register\",\"address\":\"watchlist.%d\",\"headers\":{}}".formatted(list);
    String path = "/eventbus/websocket?token=session-";
    try (WsClient owner = new WsClient(VERTX, gateway.port(), path + 1);
        WsClient other = new WsClient(VERTX, gateway.port(), path + 2)) {
      owner.send(register);
      other.send(register);
      await().until(() -> owner.messages("rec").size() > 1);
      assertThat(owner.messages("rec"))
          .allSatisfy(
              received -> {
                assertThat(received.getString("address")).isEqualTo("watchlist." + list);
                assertThat(received.getJsonObject("body").getString("type"))
                    .isEqualTo("price_update");
                assertThat(received.getJsonObject("body").getLong("watchlist_id")).isEqualTo(list);
              });
      assertThat(other.messages("err"))
          .singleElement()
          .satisfies(refused -> assertThat(refused.getString("body")).isEqualTo("access_denied"));
      assertThat(other.messages("rec")).isEmpty();
    }
  }

  @Test
  void anExpiredSessionIsRefusedByTheRestInterface() {
    Http http = new Http(gateway.port());
    HttpResponse<String> never = http.get("/api/v1/watchlists", "Authorization", "Bearer expired");
    assertThat(never.statusCode()).isEqualTo(401);
    assertThat(new JsonObject(never.body()).getString("code")).isEqualTo("TOKEN_EXPIRED");

    database.run(
        "insert into watchlist.sessions (token_hash, user_id, expires_at) values"
            + " (encode(sha256('ending'), 'hex'), 1, now() + interval '1 hour')");
    assertThat(http.get("/api/v1/watchlists?token=ending").statusCode()).isEqualTo(200);
    database.run(
        "update watchlist.sessions set expires_at = now() - interval '1 hour'"
            + " where token_hash = encode(sha256('ending'), 'hex')");
    await().until(() -> http.get("/api/v1/watchlists?token=ending").statusCode() == 401);
  }

  @Test
  void theSameIsATopicForTheOwnerOnEveryOtherWay() {
    long list = list(1, false);
    String topic = "watchlist." + list;
    String subscribe = "{\"type\":\"subscribe\",\"topic\":\"%s\"}".formatted(topic);
    try (WsClient owner = new WsClient(VERTX, gateway.port(), "/ws?token=session-1");
        WsClient other = new WsClient(VERTX, gateway.port(), "/ws?token=session-2")) {
      owner.send(subscribe);
      other.send(subscribe);
      await().until(() -> !owner.messages("price_update").isEmpty());
      assertThat(newest(owner).getLong("offset")).isPositive();
      await().until(() -> !other.messages("error").isEmpty());
      assertThat(other.messages("error").get(0).getString("code")).isEqualTo("ACCESS_DENIED");

      database.run("update watchlist.watchlists set user_id = 2 where id = " + list);
      await().until(() -> !owner.messages("error").isEmpty());
      assertThat(owner.messages("error").get(0).getString("code")).isEqualTo("ACCESS_DENIED");
      assertThat(owner.socket().isClosed()).isFalse();
    }
    assertThat(
            new Http(gateway.port()).get("/sse?topic=" + topic + "&token=session-1").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aTicketMayBeShownInTheUrl() {
    JsonObject ticket =
        new JsonObject(
            new Http(gateway.port())
                .get("/api/v1/auth/ws-token", "Authorization", "Bearer session-1")
                .body());
    try (WsClient client = view(gateway, list(1, false), ticket.getString("ws_token"))) {
      await().until(() -> !client.messages("price_update").isEmpty());
    }
  }
}
