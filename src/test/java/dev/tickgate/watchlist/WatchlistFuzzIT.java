package dev.tickgate.watchlist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random requests: whatever they say, they are done or refused, and the lists stay legible. */
class WatchlistFuzzIT {
  private static final int REQUESTS = 1_000;
  private static final List<String> METHODS = List.of("GET", "POST", "PATCH", "PUT", "DELETE");
  private static final List<String> IDS =
      List.of("1", "7", "201", "0", "-1", "x", "999999999999999999", "9999999999999999999", "%00");
  private static final List<String> TAGS =
      List.of(
          "*",
          "\"1\"",
          "\"3\"",
          "1",
          "W/\"2\"",
          "\"\"",
          "\"1\",\"2\",*",
          "\"99999999999999999999\"");
  private static final List<String> LIST_FIELDS =
      List.of("name", "description", "is_public", "display_order");
  private static final List<String> ITEM_FIELDS =
      List.of("quantity", "purchase_price", "memo", "tags");
  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          true,
          1,
          7,
          -7,
          1.25,
          1e300,
          2147483647,
          2147483648L,
          Long.MAX_VALUE,
          new BigInteger("9".repeat(40)),
          "",
          "a",
          "T7",
          "a\u0000",
          "\ud800",
          "\ud83d\ude80",
          "x".repeat(3_000),
          "'; drop table watchlists; --",
          new JsonArray().add(1).add(7),
          new JsonArray().add("a").add("b"),
          new JsonArray().add(new JsonObject()),
          new JsonObject().put("a", 1));

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final WatchlistApiFixture own = WatchlistApiFixture.own(vertx);
  @Fixture private static final WatchlistApiFixture existing = WatchlistApiFixture.existing(vertx);

  static Stream<WatchlistApiFixture> both() {
    return Stream.of(own, existing);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("both")
  void eachRequestIsDoneOrRefused(WatchlistApiFixture api) {
    Random random = new Random(1);
    List<Integer> done = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      String path = path(random);
      String method = random.nextInt(9) > 0 ? method(path, random) : one(METHODS, random);
      String body = body(path, random);
      HttpResponse<String> answer =
          api.http.send(
              method,
              "/api/v1/" + path,
              body,
              "Authorization",
              "Bearer user-1",
              "Content-Type",
              "application/json",
              "If-Match",
              random.nextBoolean() ? "*" : one(TAGS, random));

      assertThat(answer.statusCode())
          .as("%s %s %s: %s", method, path, body, answer.body())
          .isLessThan(500);
      done.add(answer.statusCode());
    }

    assertThat(done).contains(200, 201, 204, 400, 404, 405, 412);
    assertThat(api.get(1, "watchlists").statusCode()).isEqualTo(200);
  }

  private static String path(Random random) {
    String list = "watchlists/" + (random.nextBoolean() ? 1 + random.nextInt(9) : one(IDS, random));
    return switch (random.nextInt(6)) {
      case 0 -> "watchlists";
      case 1 -> list;
      case 2 -> list + "/items";
      case 3 -> list + "/items/" + one(IDS, random);
      case 4 -> list + "/order";
      default -> "companies?query=" + one(IDS, random) + "&limit=" + one(IDS, random);
    };
  }

  /** One that the path has. */
  private static String method(String path, Random random) {
    if (path.startsWith("companies")) {
      return "GET";
    }
    if (path.equals("watchlists") || path.endsWith("/items")) {
      return "POST";
    }
    return path.endsWith("/order") ? "PUT" : one(List.of("GET", "PATCH", "DELETE"), random);
  }

  /** A right body of the path, of which one field has any value, and which may end too soon. */
  private static String body(String path, Random random) {
    JsonObject body = new JsonObject();
    if (path.endsWith("/order")) {
      body.put("company_ids", one(VALUES, random));
    } else if (path.contains("/items")) {
      if (path.endsWith("/items")) {
        body.put("company_id", 1 + random.nextInt(9));
      }
      body.put("quantity", 1).put("purchase_price", 2);
      body.put(one(ITEM_FIELDS, random), one(VALUES, random));
    } else {
      body.put("name", "a").put(one(LIST_FIELDS, random), one(VALUES, random));
    }
    if (random.nextInt(9) == 0) {
      body.put(one(List.of("company_id", "ticker_symbol", "version"), random), one(VALUES, random));
    }
    String text = body.encode();
    return random.nextInt(9) > 0 ? text : text.substring(0, random.nextInt(text.length()));
  }

  private static <T> T one(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
