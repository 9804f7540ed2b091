package dev.tickgate.watchlist;

import static dev.tickgate.watchlist.WatchlistApiIT.json;
import static dev.tickgate.watchlist.WatchlistApiIT.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of lists and items that are refused, and the longest ones that are not. */
class WrongBodiesIT {
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final WatchlistApiFixture api = WatchlistApiFixture.own(vertx);

  private static final long LIST = api.create(1, "");
  private static final String ITEM = "watchlists/" + LIST + "/items/1";

  static {
    json(api.send(1, "POST", "watchlists/" + LIST + "/items", "{\"company_id\":1}"), 201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "null", "7", "{\"name\":\"a\",\"name\":\"b\"}"})
  void aBodyThatIsNoObjectIsNoJson(String body) {
    problem(api.send(1, "POST", "watchlists", body), 400, "INVALID_JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|name",
        "{\"name\":null}|name",
        "{\"name\":7}|name",
        "{\"name\":\"\"}|name",
        "{\"name\":\"  \"}|name",
        "{\"name\":\"a\\u0000b\"}|name",
        "{\"name\":\"a\\ud800b\"}|name",
        "{\"name\":\"a\",\"description\":7}|description",
        "{\"name\":\"a\",\"is_public\":\"yes\"}|is_public",
        "{\"name\":\"a\",\"is_public\":null}|is_public",
        "{\"name\":\"a\",\"display_order\":1.5}|display_order",
        "{\"name\":\"a\",\"display_order\":4294967296}|display_order",
        "{\"name\":\"a\",\"owner\":true}|owner",
      })
  void aWrongFieldOfAListIsNamed(String body, String field) {
    assertThat(fields(api.send(1, "POST", "watchlists", body))).containsExactly(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"quantity\":1}|purchase_price",
        "{\"purchase_price\":1}|quantity",
        "{\"quantity\":0,\"purchase_price\":1}|quantity",
        "{\"quantity\":-0.00,\"purchase_price\":1}|quantity",
        "{\"quantity\":1,\"purchase_price\":-0.01}|purchase_price",
        "{\"quantity\":\"1\",\"purchase_price\":1}|quantity",
        "{\"quantity\":1.001,\"purchase_price\":1}|quantity",
        "{\"quantity\":1.00000000000000000001,\"purchase_price\":1}|quantity",
        "{\"quantity\":10000000000000,\"purchase_price\":1}|quantity",
        "{\"quantity\":1e13,\"purchase_price\":1}|quantity",
        "{\"quantity\":1e999999999,\"purchase_price\":1}|quantity",
        "{\"quantity\":1,\"purchase_price\":1e-3}|purchase_price",
        "{\"memo\":7}|memo",
        "{\"tags\":\"a\"}|tags",
        "{\"tags\":[\"\"]}|tags",
        "{\"tags\":[null]}|tags",
        "{\"company_id\":2}|company_id",
      })
  void aWrongFieldOfAnItemIsNamed(String body, String field) {
    String tag = api.tag(1, LIST);

    assertThat(fields(api.send(1, "PATCH", ITEM, tag, body))).containsExactly(field);
    assertThat(api.tag(1, LIST)).isEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"company_id\":2,\"ticker_symbol\":\"T2\"}",
        "{\"company_id\":\"2\"}",
        "{\"company_id\":-2}",
        "{\"company_id\":2.0}",
        "{\"company_id\":null}",
      })
  void aNewItemNamesOneCompany(String body) {
    assertThat(fields(api.send(1, "POST", "watchlists/" + LIST + "/items", body)))
        .containsExactly("company_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"company_ids\":[]}",
        "{\"company_ids\":[1,1]}",
        "{\"company_ids\":[1,2]}",
        "{\"company_ids\":[2]}",
        "{\"company_ids\":[\"1\"]}",
        "{\"company_ids\":{\"1\":1}}",
      })
  void anOrderNamesEachCompanyOfTheListOnce(String body) {
    assertThat(fields(api.send(1, "PUT", "watchlists/" + LIST + "/order", "*", body)))
        .containsOnly("company_ids");
  }

  @Test
  void allWrongFieldsAreNamedAtOnce() {
    assertThat(
            fields(
                api.send(1, "POST", "watchlists", "{\"name\":7,\"is_public\":7,\"b\":1,\"a\":1}")))
        .containsExactly("name", "is_public", "a", "b");
  }

  @Test
  void theLongestTextsAreStoredAndLongerOnesAreRefused() {
    String name = "\ud83d\ude80".repeat(100);
    String text = "\\uD83D\\uDE80".repeat(2_000);
    JsonObject list =
        json(
            api.send(
                1,
                "POST",
                "watchlists",
                "{\"name\":\"%s\",\"description\":\"%s\"}".formatted(name, text)),
            201);
    assertThat(list.getString("name")).isEqualTo(name);
    String tags = "\"" + "\\u65e5".repeat(50) + "\"";
    String twenty = String.join(",", Collections.nCopies(20, tags));
    String item = "{\"memo\":\"%s\",\"tags\":[%s]}";
    json(api.send(1, "PATCH", ITEM, "*", item.formatted(text, twenty)), 200);

    assertThat(fields(api.send(1, "PATCH", ITEM, "*", item.formatted(text + "x", twenty))))
        .containsExactly("memo");
    assertThat(fields(api.send(1, "PATCH", ITEM, "*", item.formatted("", twenty + ",\"x\""))))
        .containsExactly("tags");
    assertThat(
            fields(
                api.send(1, "PATCH", ITEM, "*", item.formatted("", "\"" + "x".repeat(51) + "\""))))
        .containsExactly("tags");
    assertThat(fields(api.send(1, "POST", "watchlists", "{\"name\":\"" + "x".repeat(101) + "\"}")))
        .containsExactly("name");
  }

  @ParameterizedTest
  @CsvSource({"9999999999999.99,0", "-9999999999999.99,9999999999999.99", "1e2,1.50", "0.01,0.00"})
  void everyDigitOfAPositionIsStored(String quantity, String price) {
    String body = "{\"quantity\":%s,\"purchase_price\":%s}".formatted(quantity, price);
    HttpResponse<String> answer = api.send(1, "PATCH", ITEM, "*", body);

    json(answer, 200);
    assertThat(number(answer, "quantity")).isEqualByComparingTo(quantity);
    assertThat(number(answer, "purchase_price")).isEqualByComparingTo(price);
    json(api.send(1, "PATCH", ITEM, "*", "{\"quantity\":null,\"purchase_price\":null}"), 200);
  }

  /** The digits of the answer, which a parser of doubles would change. */
  private static BigDecimal number(HttpResponse<String> answer, String field) {
    String digits = answer.body().replaceAll(".*\"" + field + "\":([-0-9.]+).*", "$1");
    return new BigDecimal(digits);
  }

  @Test
  void aBodyIsJsonOfABoundedLength() {
    String path = "/api/v1/watchlists";
    String token = "Bearer user-1";
    String body = "{\"name\":\"a\"}";
    problem(api.http.post(path, body, "Authorization", token), 415, "UNSUPPORTED_MEDIA_TYPE");
    problem(
        api.http.post(
            path,
            body,
            "Authorization",
            token,
            "Content-Type",
            "application/x-www-form-urlencoded"),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    problem(
        api.http.post(
            path,
            body,
            "Authorization",
            token,
            "Content-Type",
            "application/json",
            "Content-Encoding",
            "gzip"),
        415,
        "UNSUPPORTED_ENCODING");
    problem(
        api.send(1, "POST", "watchlists", "{\"name\":\"" + "x".repeat(70_000) + "\"}"),
        413,
        "TOO_LARGE");
  }

  private static List<String> fields(HttpResponse<String> answer) {
    return problem(answer, 400, "INVALID_BODY").getJsonArray("errors").stream()
        .map(error -> ((JsonObject) error).getString("field"))
        .toList();
  }
}
