package dev.tickgate.watchlist;

import dev.tickgate.http.BodyText;
import dev.tickgate.protocol.ClientJson;
import dev.tickgate.protocol.RawJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The body of a request, and the checks of its fields. A method that reads a whole body throws a
 * {@link WatchlistRefusal} that names each invalid field. A field that no method reads is invalid.
 */
final class WatchlistBody {
  /**
   * The size of a body in bytes, at most: the longest texts with each character written as an
   * escape.
   */
  static final int MAX_BODY = 64 << 10;

  static final int MOST_ITEMS = 200;
  private static final int MOST_NAME = 100;
  private static final int MOST_TEXT = 2_000;
  private static final int MOST_TAGS = 20;
  private static final int MOST_TAG = 50;
  private static final int INTEGER_DIGITS = 13;
  private static final int DECIMALS = 2;
  // The length of a number's text, at most. A valid number is longer only by insignificant zeros.
  private static final int MOST_DIGITS = 100;

  private final String text;
  private final JsonObject json;
  private final Set<String> unread;
  private final List<FieldError> errors = new ArrayList<>();

  private WatchlistBody(String text, JsonObject json) {
    this.text = text;
    this.json = json;
    this.unread = new HashSet<>(json.fieldNames());
  }

  static WatchlistBody of(RoutingContext context) {
    String text = BodyText.of(context).orElse("");
    return new WatchlistBody(
        text,
        ClientJson.object(text).orElseThrow(() -> new WatchlistRefusal(Problem.INVALID_JSON)));
  }

  /** The fields of a new list. */
  ListFields list() {
    ListFields fields = listChange().apply(ListFields.NEW);
    if (!json.containsKey("name")) {
      wrong("name", "The field is missing.");
      check();
    }
    return fields;
  }

  /** The change that the body makes to a list. */
  UnaryOperator<ListFields> listChange() {
    Optional<String> name = has("name") ? text("name", 1, MOST_NAME) : Optional.empty();
    boolean described = has("description");
    Optional<String> description = optionalText("description");
    Optional<Boolean> isPublic = has("is_public") ? flag("is_public") : Optional.empty();
    Optional<Integer> order = has("display_order") ? order() : Optional.empty();
    check();
    return old ->
        new ListFields(
            name.orElse(old.name()),
            described ? description : old.description(),
            isPublic.orElse(old.isPublic()),
            order.orElse(old.displayOrder()));
  }

  /** The company of a new item. */
  CompanyKey company() {
    boolean byId = has("company_id");
    boolean bySymbol = has("ticker_symbol");
    if (byId == bySymbol) {
      wrong("company_id", "The body must have either company_id or ticker_symbol.");
    }
    Optional<Long> id = byId ? id("company_id", json.getValue("company_id")) : Optional.empty();
    Optional<String> symbol = bySymbol ? text("ticker_symbol", 1, MOST_NAME) : Optional.empty();
    return new CompanyKey(id, symbol);
  }

  /** The change that the body makes to an item. For a new item, call {@link #company} first. */
  UnaryOperator<ItemFields> itemChange() {
    boolean counted = has("quantity");
    Optional<BigDecimal> quantity = number("quantity");
    if (quantity.filter(number -> number.signum() == 0).isPresent()) {
      wrong("quantity", "The number must not be 0; null removes it.");
    }
    boolean priced = has("purchase_price");
    Optional<BigDecimal> price = number("purchase_price");
    if (price.filter(number -> number.signum() < 0).isPresent()) {
      wrong("purchase_price", "The number must not be negative.");
    }
    boolean noted = has("memo");
    Optional<String> memo = optionalText("memo");
    boolean tagged = has("tags");
    List<String> tags = tagged ? tags() : List.of();
    check();
    return old ->
        new ItemFields(
                counted ? quantity : old.quantity(),
                priced ? price : old.purchasePrice(),
                noted ? memo : old.memo(),
                tagged ? tags : old.tags())
            .checked();
  }

  /** The companies of a list in their new order. */
  List<Long> order(String field) {
    has(field);
    List<Long> ids = new ArrayList<>();
    if (json.getValue(field) instanceof JsonArray array && array.size() <= MOST_ITEMS) {
      for (Object value : array) {
        id(field, value).ifPresent(ids::add);
      }
      if (new HashSet<>(ids).size() < ids.size()) {
        wrong(field, "The array names a company twice.");
      }
    } else {
      wrong(field, "The field must be an array of at most %d ids.".formatted(MOST_ITEMS));
    }
    check();
    return ids;
  }

  private boolean has(String field) {
    unread.remove(field);
    return json.containsKey(field);
  }

  private void wrong(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  private void check() {
    unread.stream().sorted().forEach(field -> wrong(field, "There is no such field."));
    unread.clear();
    if (!errors.isEmpty()) {
      throw new WatchlistRefusal(Problem.of(errors));
    }
  }

  private Optional<String> optionalText(String field) {
    return json.getValue(field) == null ? Optional.empty() : text(field, 0, MOST_TEXT);
  }

  private Optional<String> text(String field, int least, int most) {
    return text(field, json.getValue(field), least, most);
  }

  private Optional<String> text(String field, Object value, int least, int most) {
    if (!(value instanceof String string)) {
      wrong(field, "The value must be a string.");
      return Optional.empty();
    }
    int length = string.codePointCount(0, string.length());
    if (length < least || length > most || least > 0 && string.isBlank()) {
      wrong(field, "The text must have %d to %d characters.".formatted(least, most));
    } else if (string.indexOf('\0') >= 0
        || !StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
      wrong(field, "The text has a character that cannot be stored.");
    } else {
      return Optional.of(string);
    }
    return Optional.empty();
  }

  private List<String> tags() {
    List<String> tags = new ArrayList<>();
    Object value = json.getValue("tags");
    if (value instanceof JsonArray array && array.size() <= MOST_TAGS) {
      array.forEach(tag -> text("tags", tag, 1, MOST_TAG).ifPresent(tags::add));
    } else if (value != null) {
      wrong("tags", "The field must be an array of at most %d texts.".formatted(MOST_TAGS));
    }
    return tags;
  }

  private Optional<Boolean> flag(String field) {
    if (json.getValue(field) instanceof Boolean flag) {
      return Optional.of(flag);
    }
    wrong(field, "The value must be true or false.");
    return Optional.empty();
  }

  private Optional<Integer> order() {
    if (json.getValue("display_order") instanceof Integer number) {
      return Optional.of(number);
    }
    wrong("display_order", "The value must be an integer of at most 32 bits.");
    return Optional.empty();
  }

  private Optional<Long> id(String field, Object value) {
    Optional<Long> id =
        WatchlistId.parse(String.valueOf(value)).filter(n -> value instanceof Number);
    if (id.isEmpty()) {
      wrong(field, "An id must be a positive integer.");
    }
    return id;
  }

  /** A number of the body with all its digits; empty for null and for an invalid number. */
  private Optional<BigDecimal> number(String field) {
    Object value = json.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    Optional<BigDecimal> number =
        RawJson.field(text, field)
            .filter(digits -> value instanceof Number && digits.length() <= MOST_DIGITS)
            .map(BigDecimal::new)
            .map(BigDecimal::stripTrailingZeros)
            .filter(
                exact ->
                    exact.scale() <= DECIMALS
                        && exact.precision() - exact.scale() <= INTEGER_DIGITS);
    if (number.isEmpty()) {
      wrong(
          field,
          "The value must be a number with at most %d digits before the point and %d after it."
              .formatted(INTEGER_DIGITS, DECIMALS));
    }
    return number;
  }
}
