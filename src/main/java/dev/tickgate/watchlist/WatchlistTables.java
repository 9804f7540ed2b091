package dev.tickgate.watchlist;

import dev.tickgate.store.Identifier;
import dev.tickgate.store.Schema;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The reads of the leader from the tables: one statement for any number of lists. Numbers are read
 * as text, because existing tables may have any numeric type.
 */
final class WatchlistTables {
  static final Schema OWN =
      new Schema(
          "watchlist",
          WatchlistSettings.OWN,
          List.of("V1__watchlists.sql", "V2__version_of_a_transaction.sql"));
  private static final long PATIENCE_MS = 5_000;

  private static final String VERSIONS =
      "select id, version from %s.watchlists where id = any($1::bigint[])";
  private static final String ITEMS =
      """
      select i.watchlist_id, i.company_id, c.ticker_symbol, c.company_name, c.currency, c.topic,
        i.quantity::text, i.purchase_price::text
      from %1$s.watchlist_items i join %1$s.companies c on c.id = i.company_id
      where i.watchlist_id = any($1::bigint[])
      order by i.watchlist_id, i.display_order, i.company_id
      """;
  private static final String PRICES =
      """
      select wanted.id, newest.price::text, newest.previous_close::text
      from unnest($1::bigint[]) as wanted (id)
      cross join lateral (
        select p.price, p.previous_close from %s.stock_prices p where p.company_id = wanted.id
        order by p.at desc limit 1) newest
      """;

  private final Pool pool;
  private final WatchlistSettings settings;
  private final String versions;
  private final String items;
  private final String prices;

  WatchlistTables(Pool pool, WatchlistSettings settings) {
    this.pool = pool;
    this.settings = settings;
    String schema = Identifier.quoted(settings.schema());
    this.versions = VERSIONS.formatted(schema);
    this.items = ITEMS.formatted(schema);
    this.prices = PRICES.formatted(schema);
  }

  /** Creates the server's own tables; existing tables are left unchanged. */
  Future<Void> migrate() {
    return settings.existing().isPresent() ? Future.succeededFuture() : OWN.migrate(pool);
  }

  /** The versions of the lists that exist. */
  Future<Map<Long, Long>> versions(Collection<Long> lists) {
    return rows(versions, lists)
        .map(
            rows -> {
              Map<Long, Long> found = new HashMap<>();
              rows.forEach(row -> found.put(row.getLong("id"), row.getLong("version")));
              return found;
            });
  }

  /** The items of each list, in its order; lists without items are left out. */
  Future<Map<Long, List<Item>>> items(Collection<Long> lists) {
    return rows(items, lists)
        .map(
            rows -> {
              Map<Long, List<Item>> found = new HashMap<>();
              rows.forEach(
                  row ->
                      found
                          .computeIfAbsent(row.getLong("watchlist_id"), list -> new ArrayList<>())
                          .add(item(row)));
              return found;
            });
  }

  private static Item item(Row row) {
    return new Item(
        row.getLong("company_id"),
        row.getString("ticker_symbol"),
        row.getString("company_name"),
        Optional.ofNullable(row.getString("currency")).orElse(""),
        Optional.ofNullable(row.getString("topic")).flatMap(Topic::parse),
        holding(row));
  }

  private static Optional<Holding> holding(Row row) {
    Optional<BigDecimal> quantity = Price.read(row.getString("quantity"));
    Optional<BigDecimal> price = Price.read(row.getString("purchase_price"));
    return quantity
        .filter(held -> held.signum() != 0)
        .flatMap(held -> price.map(paid -> new Holding(held, paid)));
  }

  /** The newest prices of the companies that have prices. */
  Future<Map<Long, Price>> prices(Collection<Long> companies) {
    return rows(prices, companies)
        .map(
            rows -> {
              Map<Long, Price> found = new HashMap<>();
              rows.forEach(
                  row ->
                      found.put(
                          row.getLong("id"),
                          Price.of(
                              Price.read(row.getString("price")),
                              Price.read(row.getString("previous_close")))));
              return found;
            });
  }

  private Future<List<Row>> rows(String sql, Collection<Long> ids) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(ids.toArray(Long[]::new)))
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .map(
            rows -> {
              List<Row> all = new ArrayList<>(rows.size());
              rows.forEach(all::add);
              return all;
            });
  }
}
