package dev.tickgate.watchlist;

import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An item of a list as it is stored. */
record StoredItem(StoredCompany company, int displayOrder, ItemFields fields) {
  /** The columns that {@link #fields} reads, of the table {@code i}. */
  static final String COLUMNS =
      "i.quantity::text as quantity, i.purchase_price::text as purchase_price, i.memo,"
          + " i.tags::text[] as tags";

  // Excludes NaN and Infinity, which a column of another application may contain.
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

  static StoredItem of(Row row) {
    return new StoredItem(StoredCompany.of(row), row.getInteger("item_order"), fields(row));
  }

  static ItemFields fields(Row row) {
    String[] tags = row.getArrayOfStrings("tags");
    return new ItemFields(
        number(row, "quantity"),
        number(row, "purchase_price"),
        Optional.ofNullable(row.getString("memo")),
        tags == null ? List.of() : List.of(tags));
  }

  private static Optional<BigDecimal> number(Row row, String column) {
    return Optional.ofNullable(row.getString(column))
        .filter(text -> NUMBER.matcher(text).matches())
        .map(BigDecimal::new);
  }
}
