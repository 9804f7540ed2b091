package dev.tickgate.watchlist;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes the items of a list. The transaction of the connection must have locked the list. */
final class WatchlistItems {
  private static final String COUNT =
      """
      select count(*) as items, coalesce(bool_or(company_id = $2::bigint), false) as contained,
        least(coalesce(max(display_order), 0)::bigint + 1, 2147483647)::integer as next
      from %s.watchlist_items where watchlist_id = $1::bigint
      """;
  private static final String INSERT =
      """
      insert into %s.watchlist_items
        (watchlist_id, company_id, display_order, quantity, purchase_price, memo, tags)
      values ($1::bigint, $2::bigint, $7::integer, $3::text::numeric, $4::text::numeric,
        $5::text, $6::text[])
      """;
  private static final String FIND =
      """
      select %2$s from %1$s.watchlist_items i
      where i.watchlist_id = $1::bigint and i.company_id = $2::bigint
      """;
  private static final String UPDATE =
      """
      update %s.watchlist_items
      set quantity = $3::text::numeric, purchase_price = $4::text::numeric, memo = $5::text,
        tags = $6::text[]
      where watchlist_id = $1::bigint and company_id = $2::bigint
      """;
  private static final String REMOVE =
      """
      delete from %s.watchlist_items
      where watchlist_id = $1::bigint and company_id = $2::bigint returning company_id
      """;
  private static final String COMPANIES =
      "select company_id from %s.watchlist_items where watchlist_id = $1::bigint";
  private static final String REORDER =
      """
      update %s.watchlist_items i set display_order = placed.place::integer
      from unnest($2::bigint[]) with ordinality as placed (company, place)
      where i.watchlist_id = $1::bigint and i.company_id = placed.company
      """;

  private final String countSql;
  private final String insertSql;
  private final String findSql;
  private final String updateSql;
  private final String removeSql;
  private final String companiesSql;
  private final String reorderSql;

  /**
   * @param schema the schema of the tables, quoted
   */
  WatchlistItems(String schema) {
    this.countSql = COUNT.formatted(schema);
    this.insertSql = INSERT.formatted(schema);
    this.findSql = FIND.formatted(schema, StoredItem.COLUMNS);
    this.updateSql = UPDATE.formatted(schema);
    this.removeSql = REMOVE.formatted(schema);
    this.companiesSql = COMPANIES.formatted(schema);
    this.reorderSql = REORDER.formatted(schema);
  }

  /** Adds a company at the end of the list. */
  Future<Void> add(SqlConnection connection, long list, long company, ItemFields fields) {
    return WatchlistReader.rows(connection, countSql, Tuple.of(list, company))
        .compose(
            counted -> {
              Row row = counted.get(0);
              if (row.getBoolean("contained")) {
                return WatchlistStore.refused(Problem.ITEM_EXISTS);
              }
              if (row.getLong("items") >= WatchlistBody.MOST_ITEMS) {
                return WatchlistStore.refused(Problem.TOO_MANY_ITEMS);
              }
              Tuple item = tuple(list, company, fields).addInteger(row.getInteger("next"));
              return WatchlistReader.rows(connection, insertSql, item);
            })
        .mapEmpty();
  }

  Future<Void> change(
      SqlConnection connection, long list, long company, UnaryOperator<ItemFields> to) {
    return WatchlistReader.row(connection, findSql, Tuple.of(list, company))
        .compose(
            found ->
                found.isEmpty()
                    ? WatchlistStore.refused(Problem.ITEM_NOT_FOUND)
                    : WatchlistReader.rows(
                        connection,
                        updateSql,
                        tuple(list, company, to.apply(StoredItem.fields(found.get())))))
        .mapEmpty();
  }

  Future<Void> remove(SqlConnection connection, long list, long company) {
    return WatchlistReader.row(connection, removeSql, Tuple.of(list, company))
        .compose(
            removed ->
                removed.isEmpty()
                    ? WatchlistStore.refused(Problem.ITEM_NOT_FOUND)
                    : Future.succeededFuture());
  }

  /** Gives the items of the list this order; the companies must be those of the list. */
  Future<Void> reorder(SqlConnection connection, long list, List<Long> companies) {
    return WatchlistReader.rows(connection, companiesSql, Tuple.of(list))
        .compose(
            rows -> {
              List<Long> present = rows.stream().map(row -> row.getLong(0)).toList();
              if (!new HashSet<>(present).equals(new HashSet<>(companies))) {
                FieldError error =
                    new FieldError(
                        "company_ids", "The array must name each company of the list once.");
                return WatchlistStore.refused(Problem.of(List.of(error)));
              }
              Tuple order =
                  Tuple.tuple().addLong(list).addArrayOfLong(companies.toArray(Long[]::new));
              return WatchlistReader.rows(connection, reorderSql, order);
            })
        .mapEmpty();
  }

  private static Tuple tuple(long list, long company, ItemFields fields) {
    return Tuple.tuple()
        .addLong(list)
        .addLong(company)
        .addString(plain(fields.quantity()))
        .addString(plain(fields.purchasePrice()))
        .addString(fields.memo().orElse(null))
        .addArrayOfString(fields.tags().toArray(String[]::new));
  }

  private static String plain(Optional<BigDecimal> number) {
    return number.map(BigDecimal::toPlainString).orElse(null);
  }
}
