package dev.tickgate.watchlist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and items over HTTP, in tables of the product and in those of another application. */
class WatchlistApiIT {
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final WatchlistApiFixture own = WatchlistApiFixture.own(vertx);
  @Fixture private static final WatchlistApiFixture existing = WatchlistApiFixture.existing(vertx);

  static Stream<WatchlistApiFixture> both() {
    return Stream.of(own, existing);
  }

  @AfterEach
  void removeLists() {
    both().forEach(api -> api.run("delete from %1$s.watchlist_items; delete from %1$s.watchlists"));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void aListIsCreatedReadChangedAndDeleted(WatchlistApiFixture api) {
    HttpResponse<String> created =
        api.send(1, "POST", "watchlists", "{\"name\":\"日本株\",\"description\":\"d\"}");
    JsonObject list = json(created, 201);
    long id = list.getLong("id");
    assertThat(created.headers().firstValue("Location")).contains("watchlists/" + id);
    assertThat(list.getMap())
        .containsEntry("name", "日本株")
        .containsEntry("description", "d")
        .containsEntry("is_public", false)
        .containsEntry("display_order", 0)
        .containsEntry("owner", true)
        .containsEntry("version", 1)
        .containsKeys("created_at", "updated_at");
    assertThat(list.getJsonArray("items")).isEmpty();

    HttpResponse<String> read = api.get(1, "watchlists/" + id);
    assertThat(json(read, 200)).isEqualTo(list);
    assertThat(WatchlistApiFixture.tag(read)).isEqualTo("\"1\"");

    HttpResponse<String> changed =
        api.send(
            1, "PATCH", "watchlists/" + id, "\"1\"", "{\"description\":null,\"is_public\":true}");
    assertThat(json(changed, 200).getMap())
        .containsEntry("name", "日本株")
        .containsEntry("description", null)
        .containsEntry("is_public", true);
    assertThat(WatchlistApiFixture.tag(changed)).isNotEqualTo("\"1\"");

    String tag = WatchlistApiFixture.tag(changed);
    HttpResponse<String> deleted = api.send(1, "DELETE", "watchlists/" + id, tag, "");
    assertThat(deleted.statusCode()).isEqualTo(204);
    problem(api.get(1, "watchlists/" + id), 404, "WATCHLIST_NOT_FOUND");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void itemsAreAddedChangedOrderedAndRemoved(WatchlistApiFixture api) {
    long id = api.create(1, "");
    String items = "watchlists/" + id + "/items";

    json(api.send(1, "POST", items, "{\"company_id\":7}"), 201);
    JsonObject added =
        json(
            api.send(
                1,
                "POST",
                items,
                "{\"ticker_symbol\":\"7203\",\"quantity\":100,\"purchase_price\":2500.50,"
                    + "\"memo\":\"m\",\"tags\":[\"車\",\"b\"]}"),
            201);
    assertThat(companies(added)).containsExactly(7, 201);
    assertThat(added.getJsonArray("items").getJsonObject(1).getMap())
        .containsEntry("ticker_symbol", "7203")
        .containsEntry("company_name", "トヨタ自動車株式会社")
        .containsEntry("currency", "JPY")
        .containsEntry("topic", null)
        .containsEntry("display_order", 2)
        .containsEntry("memo", "m")
        .containsEntry("tags", new JsonArray().add("車").add("b").getList())
        .containsEntry("quantity", 100)
        .containsEntry("purchase_price", 2500.5);

    JsonObject changed =
        json(api.send(1, "PATCH", items + "/201", api.tag(1, id), "{\"quantity\":-0.25}"), 200);
    assertThat(changed.getJsonArray("items").getJsonObject(1).getMap())
        .containsEntry("quantity", -0.25)
        .containsEntry("purchase_price", 2500.5)
        .containsEntry("memo", "m");
    JsonObject emptied =
        json(
            api.send(
                1,
                "PATCH",
                items + "/201",
                api.tag(1, id),
                "{\"quantity\":null,\"purchase_price\":null,\"memo\":null,\"tags\":null}"),
            200);
    assertThat(emptied.getJsonArray("items").getJsonObject(1).getMap())
        .containsEntry("quantity", null)
        .containsEntry("purchase_price", null)
        .containsEntry("memo", null)
        .containsEntry("tags", List.of());

    String order = "watchlists/" + id + "/order";
    JsonObject ordered =
        json(api.send(1, "PUT", order, api.tag(1, id), "{\"company_ids\":[201,7]}"), 200);
    assertThat(companies(ordered)).containsExactly(201, 7);
    HttpResponse<String> removed = api.send(1, "DELETE", items + "/201", api.tag(1, id), "");
    assertThat(companies(json(removed, 200))).containsExactly(7);
    assertThat(WatchlistApiFixture.tag(removed)).isEqualTo(api.tag(1, id));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void eachChangeRaisesTheVersionByOne(WatchlistApiFixture api) {
    long id = api.create(1, "");
    String path = "watchlists/" + id;
    List<String> tags =
        List.of(
            api.tag(1, id),
            WatchlistApiFixture.tag(api.send(1, "POST", path + "/items", "{\"company_id\":7}")),
            changed(api, id, "PATCH", path + "/items/7", "{\"memo\":\"x\"}"),
            changed(api, id, "PUT", path + "/order", "{\"company_ids\":[7]}"),
            changed(api, id, "PATCH", path, "{\"name\":\"b\"}"),
            changed(api, id, "DELETE", path + "/items/7", ""));

    assertThat(tags).containsExactly("\"1\"", "\"2\"", "\"3\"", "\"4\"", "\"5\"", "\"6\"");
    assertThat(api.tag(1, id)).isEqualTo("\"6\"");
  }

  @Test
  void eachTransactionOfAnApplicationRaisesTheVersionByOne() {
    long id = own.create(1, "");
    String add = "insert into watchlist.watchlist_items (watchlist_id, company_id) values (%d, %d)";

    own.run(add.formatted(id, 7));
    assertThat(own.tag(1, id)).isEqualTo("\"2\"");
    // Statements that are sent together are one transaction.
    own.run(
        "update watchlist.watchlists set name = 'b' where id = %1$d; %2$s; %3$s"
            .formatted(id, add.formatted(id, 8), add.formatted(id, 9)));
    assertThat(own.tag(1, id)).isEqualTo("\"3\"");
  }

  private static String changed(
      WatchlistApiFixture api, long id, String method, String path, String body) {
    return WatchlistApiFixture.tag(api.send(1, method, path, api.tag(1, id), body));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void aChangeOfAnOldVersionIsRefusedWithThePresentOne(WatchlistApiFixture api) {
    long id = api.create(1, "");
    api.send(1, "POST", "watchlists/" + id + "/items", "{\"company_id\":7}");
    String present = api.tag(1, id);
    List<HttpResponse<String>> refused =
        List.of(
            api.send(1, "PATCH", "watchlists/" + id, "\"1\"", "{\"name\":\"b\"}"),
            api.send(1, "DELETE", "watchlists/" + id, "\"1\"", ""),
            api.send(1, "POST", "watchlists/" + id + "/items", "\"1\"", "{\"company_id\":8}"),
            api.send(1, "PATCH", "watchlists/" + id + "/items/7", "\"1\"", "{\"memo\":\"x\"}"),
            api.send(1, "DELETE", "watchlists/" + id + "/items/7", "\"1\"", ""),
            api.send(1, "PUT", "watchlists/" + id + "/order", "\"1\"", "{\"company_ids\":[7]}"),
            api.send(1, "DELETE", "watchlists/" + id, "one", ""));

    assertThat(refused)
        .allSatisfy(
            answer -> {
              problem(answer, 412, "VERSION_MISMATCH");
              assertThat(WatchlistApiFixture.tag(answer)).isEqualTo(present);
            });
    assertThat(api.tag(1, id)).isEqualTo(present);
  }

  @Test
  void ifMatchTakesSeveralTagsWeakOnesAndAny() {
    long id = own.create(1, "");
    String path = "watchlists/" + id;

    json(own.send(1, "PATCH", path, "\"77\", \"1\"", "{\"name\":\"b\"}"), 200);
    json(own.send(1, "PATCH", path, "W/" + own.tag(1, id), "{\"name\":\"c\"}"), 200);
    json(own.send(1, "PATCH", path, "*", "{\"name\":\"d\"}"), 200);
    assertThat(own.send(1, "DELETE", path, own.tag(1, id), "").statusCode()).isEqualTo(204);
  }

  @Test
  void aChangeWithoutIfMatchIsRefused() {
    long id = own.create(1, "");
    String path = "watchlists/" + id;

    Stream.of(
            own.send(1, "PATCH", path, "{\"name\":\"b\"}"),
            own.send(1, "DELETE", path, ""),
            own.send(1, "PATCH", path + "/items/7", "{\"memo\":\"x\"}"),
            own.send(1, "DELETE", path + "/items/7", ""),
            own.send(1, "PUT", path + "/order", "{\"company_ids\":[]}"))
        .forEach(answer -> problem(answer, 428, "IF_MATCH_REQUIRED"));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void theListsOfAUserComeInOrderAndThenThePublicOnesOfOthers(WatchlistApiFixture api) {
    long second = api.create(1, ",\"display_order\":2");
    long first = api.create(1, ",\"display_order\":1");
    long open = api.create(2, ",\"is_public\":true");
    api.create(2, "");

    assertThat(ids(api.get(1, "watchlists"))).containsExactly(first, second);
    assertThat(json(api.get(1, "watchlists"), 200).getLong("update_interval_ms")).isEqualTo(5_000);
    HttpResponse<String> all = api.get(1, "watchlists?public=true");
    assertThat(ids(all)).containsExactly(first, second, open);
    assertThat(json(all, 200).getJsonArray("watchlists").getJsonObject(2).getMap())
        .containsEntry("owner", false)
        .doesNotContainKey("items");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void anotherUserViewsAPublicListAndSeesNothingOfAPrivateOne(WatchlistApiFixture api) {
    long open = api.create(1, ",\"is_public\":true");
    long hidden = api.create(1, "");
    api.send(1, "POST", "watchlists/" + open + "/items", "{\"company_id\":7}");

    JsonObject viewed = json(api.get(2, "watchlists/" + open), 200);
    assertThat(viewed.getBoolean("owner")).isFalse();
    assertThat(companies(viewed)).containsExactly(7);
    changes(api, open).forEach(answer -> problem(answer, 403, "ACCESS_DENIED"));
    problem(api.get(2, "watchlists/" + hidden), 404, "WATCHLIST_NOT_FOUND");
    changes(api, hidden).forEach(answer -> problem(answer, 404, "WATCHLIST_NOT_FOUND"));
    changes(api, 999_999).forEach(answer -> problem(answer, 404, "WATCHLIST_NOT_FOUND"));
  }

  private static Stream<HttpResponse<String>> changes(WatchlistApiFixture api, long list) {
    String path = "watchlists/" + list;
    return Stream.of(
        api.send(2, "PATCH", path, "*", "{\"name\":\"b\"}"),
        api.send(2, "DELETE", path, "*", ""),
        api.send(2, "POST", path + "/items", "{\"company_id\":8}"),
        api.send(2, "PATCH", path + "/items/7", "*", "{\"memo\":\"x\"}"),
        api.send(2, "DELETE", path + "/items/7", "*", ""),
        api.send(2, "PUT", path + "/order", "*", "{\"company_ids\":[7]}"));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void whatIsNotThereIsNamed(WatchlistApiFixture api) {
    long id = api.create(1, "");
    String items = "watchlists/" + id + "/items";
    api.send(1, "POST", items, "{\"company_id\":7}");

    problem(api.get(1, "watchlists/0"), 404, "WATCHLIST_NOT_FOUND");
    problem(api.get(1, "watchlists/x"), 404, "WATCHLIST_NOT_FOUND");
    problem(api.send(1, "DELETE", items + "/8", "*", ""), 404, "ITEM_NOT_FOUND");
    problem(api.send(1, "PATCH", items + "/x", "*", "{\"memo\":\"x\"}"), 404, "ITEM_NOT_FOUND");
    problem(api.send(1, "PATCH", items + "/8", "*", "{\"memo\":\"x\"}"), 404, "ITEM_NOT_FOUND");
    problem(api.send(1, "POST", items, "{\"company_id\":999}"), 404, "COMPANY_NOT_FOUND");
    problem(api.send(1, "POST", items, "{\"ticker_symbol\":\"?\"}"), 404, "COMPANY_NOT_FOUND");
    problem(api.send(1, "POST", items, "{\"company_id\":7}"), 409, "ITEM_EXISTS");
    assertThat(companies(json(api.get(1, "watchlists/" + id), 200))).containsExactly(7);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void aDeletedListTakesItsItemsWithIt(WatchlistApiFixture api) {
    long id = api.create(1, "");
    api.send(1, "POST", "watchlists/" + id + "/items", "{\"company_id\":7}");
    api.send(1, "POST", "watchlists/" + id + "/items", "{\"company_id\":8}");

    assertThat(api.send(1, "DELETE", "watchlists/" + id, "*", "").statusCode()).isEqualTo(204);

    assertThat(api.count("watchlist_items")).isZero();
  }

  @Test
  void aListHasAtMostTwoHundredItems() {
    long id = own.create(1, "");
    own.run(
        "insert into %1$s.watchlist_items (watchlist_id, company_id) select "
            + id
            + ", n from generate_series(1, 199) n");
    String items = "watchlists/" + id + "/items";

    JsonObject full = json(own.send(1, "POST", items, "{\"company_id\":200}"), 201);
    assertThat(full.getJsonArray("items")).hasSize(200);
    problem(own.send(1, "POST", items, "{\"company_id\":201}"), 409, "LIMIT_REACHED");
    JsonArray order = new JsonArray().add(200);
    companies(full).subList(0, 199).forEach(order::add);
    String body = new JsonObject().put("company_ids", order).encode();
    JsonObject ordered = json(own.send(1, "PUT", "watchlists/" + id + "/order", "*", body), 200);
    assertThat(companies(ordered)).startsWith(200, 1, 2);
  }

  @Test
  void aUserHasAtMostAHundredLists() {
    own.run(
        "insert into %1$s.watchlists (user_id, name)"
            + " select 1, 'n' from generate_series(1, 99) n");

    own.create(1, "");

    problem(own.send(1, "POST", "watchlists", "{\"name\":\"a\"}"), 409, "LIMIT_REACHED");
    own.create(2, "");
  }

  @Test
  void aClientThatIsNoActiveUserIsRefused() {
    long open = own.create(1, ",\"is_public\":true");
    HttpResponse<String> anonymous = own.http.get("/api/v1/watchlists/" + open);
    problem(anonymous, 401, "UNAUTHORIZED");
    assertThat(anonymous.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    HttpResponse<String> unchecked =
        own.http.get("/api/v1/watchlists", "Authorization", "Bearer other");
    problem(unchecked, 503, "AUTH_UNAVAILABLE");
    assertThat(unchecked.headers().firstValue("Retry-After")).isPresent();

    problem(own.get(3, "watchlists"), 403, "ACCESS_DENIED");
    problem(own.get(4, "companies"), 403, "ACCESS_DENIED");
    problem(own.send(3, "POST", "watchlists", "{\"name\":\"a\"}"), 403, "ACCESS_DENIED");
    problem(own.http.get("/api/v1/watchlists?token=user-x"), 403, "ACCESS_DENIED");
    json(own.http.get("/api/v1/watchlists?token=user-2"), 200);
  }

  @Test
  void companiesAreFoundByTheirSymbolsAndNames() {
    assertThat(found("query=7203")).containsExactly(201);
    assertThat(found("query=%E3%83%88%E3%83%A8%E3%82%BF")).containsExactly(201);
    assertThat(found("query=jpy")).containsExactly(202);
    assertThat(found("query=axb")).containsExactly(204, 205);
    assertThat(found("query=a%25b")).containsExactly(203);
    assertThat(found("query=company&limit=3")).hasSize(3);
    assertThat(found("")).hasSize(20);
    JsonObject dollar =
        json(own.get(1, "companies?query=USD_JPY"), 200).getJsonArray("companies").getJsonObject(0);
    assertThat(dollar.getMap())
        .containsEntry("id", 202)
        .containsEntry("topic", "ticks.USD_JPY")
        .containsEntry("company_name", "US dollar / yen")
        .containsEntry("currency", "JPY");
    problem(own.get(1, "companies?limit=101"), 400, "INVALID_LIMIT");
    problem(own.get(1, "companies?query=" + "x".repeat(101)), 400, "INVALID_QUERY");
    problem(own.get(1, "companies?query=%00"), 400, "INVALID_QUERY");
  }

  private static List<Integer> found(String query) {
    return json(own.get(1, "companies?" + query), 200).getJsonArray("companies").stream()
        .map(company -> ((JsonObject) company).getInteger("id"))
        .toList();
  }

  @Test
  void whereClientsDoNotSignInEverybodyIsOneUser() {
    try (WatchlistApiFixture open = WatchlistApiFixture.open(vertx, 2)) {
      open.run("insert into %1$s.watchlists (user_id, name) values (1, 'one'), (2, 'two')");

      JsonArray lists = json(open.http.get("/api/v1/watchlists"), 200).getJsonArray("watchlists");

      assertThat(lists).hasSize(1);
      assertThat(lists.getJsonObject(0).getString("name")).isEqualTo("two");
    }
  }

  @Test
  void withoutTheTablesThereIsNoAnswerYet() {
    try (WatchlistApiFixture api = WatchlistApiFixture.own(vertx)) {
      api.run("drop schema %1$s cascade");

      HttpResponse<String> read = api.get(1, "watchlists");
      problem(read, 503, "DATABASE_UNAVAILABLE");
      assertThat(read.headers().firstValue("Retry-After")).isPresent();
      assertThat(read.body()).doesNotContain("relation", "watchlist.users");
      problem(api.send(1, "POST", "watchlists", "{\"name\":\"a\"}"), 503, "DATABASE_UNAVAILABLE");
    }
  }

  @Test
  void aListThatAnotherTransactionHoldsIsNotWaitedForWithoutEnd() {
    long id = own.create(1, "");
    HttpResponse<String> answer =
        DatabaseFixture.await(
            own.database
                .pool()
                .withTransaction(
                    held ->
                        held.query("select from watchlist.watchlists for update")
                            .execute()
                            .compose(
                                locked ->
                                    vertx.executeBlocking(
                                        () ->
                                            own.send(
                                                1,
                                                "PATCH",
                                                "watchlists/" + id,
                                                "*",
                                                "{\"name\":\"b\"}")))));

    problem(answer, 503, "DATABASE_UNAVAILABLE");
    json(own.send(1, "PATCH", "watchlists/" + id, "\"1\"", "{\"name\":\"b\"}"), 200);
  }

  @Test
  void aChangeThatWasAnsweredWith503IsNotMadeLater() {
    List<SqlConnection> busy = connections();
    HttpResponse<String> answer = own.send(1, "POST", "watchlists", "{\"name\":\"late\"}");
    busy.forEach(connection -> DatabaseFixture.await(connection.close()));

    problem(answer, 503, "DATABASE_UNAVAILABLE");
    // The request waited for one of them, and has given it back.
    connections().forEach(connection -> DatabaseFixture.await(connection.close()));
    assertThat(own.count("watchlists")).isZero();
  }

  /** All that the pool of the gateway has. */
  private static List<SqlConnection> connections() {
    List<SqlConnection> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(DatabaseFixture.await(own.pool.getConnection()));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"watchlists", "companies", "openapi.json"})
  void headIsAnsweredLikeGetWithoutTheBody(String path) {
    String[] token = {"Authorization", "Bearer user-1", "X-Request-Id", "1"};
    HttpResponse<String> head = own.http.send("HEAD", "/api/v1/" + path, "", token);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().map())
        .containsAllEntriesOf(described(own.http.get("/api/v1/" + path, token)));
  }

  /** The headers without the length, which only a body has. */
  private static Map<String, List<String>> described(HttpResponse<String> answer) {
    Map<String, List<String>> headers = new HashMap<>(answer.headers().map());
    headers.remove("content-length");
    return headers;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "DELETE; watchlists; GET, HEAD, POST",
        "PUT; watchlists/1; DELETE, GET, HEAD, PATCH",
        "GET; watchlists/1/items; POST",
        "POST; watchlists/1/items/2; DELETE, PATCH",
        "POST; watchlists/1/order; PUT",
        "POST; companies; GET, HEAD",
        "POST; openapi.json; GET, HEAD",
      })
  void aMethodThatAPathDoesNotSupportIsAnsweredWithThoseThatItDoes(
      String method, String path, String allowed) {
    HttpResponse<String> answer =
        own.http.send(method, "/api/v1/" + path, "", "Authorization", "Bearer user-1");

    problem(answer, 405, "METHOD_NOT_ALLOWED");
    assertThat(answer.headers().firstValue("Allow")).contains(allowed);
  }

  static JsonObject json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return new JsonObject(answer.body());
  }

  static JsonObject problem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getMap())
        .containsEntry("type", "about:blank")
        .containsEntry("status", status)
        .containsEntry("code", code)
        .containsKeys("title", "detail", "errors");
    return problem;
  }

  private static List<Integer> companies(JsonObject list) {
    return list.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getInteger("company_id"))
        .toList();
  }

  private static List<Long> ids(HttpResponse<String> lists) {
    return json(lists, 200).getJsonArray("watchlists").stream()
        .map(list -> ((JsonObject) list).getLong("id"))
        .toList();
  }
}
