package dev.tickgate.watchlist;

import dev.tickgate.market.Utc;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes lists, items and companies as JSON. */
final class WatchlistJson {
  private WatchlistJson() {}

  /**
   * @param interval the time between two messages with the prices of a list
   */
  static JsonObject lists(List<StoredList> lists, Duration interval) {
    JsonArray array = new JsonArray();
    lists.forEach(list -> array.add(head(list)));
    return new JsonObject().put("watchlists", array).put("update_interval_ms", interval.toMillis());
  }

  static JsonObject list(StoredList list) {
    JsonArray items = new JsonArray();
    list.items().forEach(item -> items.add(item(item)));
    return head(list).put("items", items);
  }

  static JsonObject companies(List<StoredCompany> companies) {
    JsonArray array = new JsonArray();
    companies.forEach(company -> array.add(company("id", company)));
    return new JsonObject().put("companies", array);
  }

  private static JsonObject head(StoredList list) {
    ListFields fields = list.fields();
    return new JsonObject()
        .put("id", list.id())
        .put("name", fields.name())
        .put("description", fields.description().orElse(null))
        .put("is_public", fields.isPublic())
        .put("display_order", fields.displayOrder())
        .put("owner", list.isOwn())
        .put("version", list.version())
        .put("created_at", Utc.format(list.created()))
        .put("updated_at", Utc.format(list.updated()));
  }

  private static JsonObject item(StoredItem item) {
    ItemFields fields = item.fields();
    return company("company_id", item.company())
        .put("display_order", item.displayOrder())
        .put("memo", fields.memo().orElse(null))
        .put("tags", new JsonArray(fields.tags()))
        .put("quantity", number(fields.quantity()))
        .put("purchase_price", number(fields.purchasePrice()));
  }

  private static JsonObject company(String id, StoredCompany company) {
    return new JsonObject()
        .put(id, company.id())
        .put("ticker_symbol", company.tickerSymbol())
        .put("company_name", company.companyName())
        .put("currency", company.currency())
        .put("topic", company.topic().orElse(null));
  }

  /** A number without trailing zeros and without an exponent. */
  private static BigDecimal number(Optional<BigDecimal> number) {
    return number
        .map(BigDecimal::stripTrailingZeros)
        .map(stripped -> stripped.scale() < 0 ? stripped.setScale(0) : stripped)
        .orElse(null);
  }
}
