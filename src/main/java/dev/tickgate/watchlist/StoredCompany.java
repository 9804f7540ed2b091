package dev.tickgate.watchlist;

import io.vertx.sqlclient.Row;
import java.util.Optional;

/**
 * A company that a list can contain.
 *
 * @param topic the topic of its prices; where it is empty, its prices come from the table of prices
 */
record StoredCompany(
    long id, String tickerSymbol, String companyName, String currency, Optional<String> topic) {
  /** The columns that {@link #of} reads, of the table {@code c}. */
  static final String COLUMNS =
      "c.id as company_id, c.ticker_symbol, c.company_name, c.currency, c.topic";

  static StoredCompany of(Row row) {
    return new StoredCompany(
        row.getLong("company_id"),
        row.getString("ticker_symbol"),
        row.getString("company_name"),
        Optional.ofNullable(row.getString("currency")).orElse(""),
        Optional.ofNullable(row.getString("topic")));
  }
}
