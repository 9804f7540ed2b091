package dev.tickgate.watchlist;

import dev.tickgate.store.Identifier;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads lists and companies, on any connection. */
final class WatchlistReader {
  private static final String USER = "select is_active from %s.users where id = $1::bigint";
  // A user has few lists. The limit bounds the public lists of all users.
  private static final String LISTS =
      """
      select %2$s from %1$s.watchlists l
      where l.user_id = $1::bigint or $2::boolean and l.is_public
      order by l.user_id <> $1::bigint, coalesce(l.display_order, 0), l.id
      limit 500
      """;
  private static final String ONE =
      """
      select %2$s, %3$s, %4$s, coalesce(i.display_order, 0) as item_order
      from %1$s.watchlists l
      left join %1$s.watchlist_items i on i.watchlist_id = l.id
      left join %1$s.companies c on c.id = i.company_id
      where l.id = $2::bigint and (l.user_id = $1::bigint or l.is_public)
      order by i.display_order, i.company_id
      """;
  private static final String COMPANY =
      """
      select c.id from %1$s.companies c
      where c.id = $1::bigint or c.ticker_symbol = $2::text
      order by c.id limit 1
      """;
  private static final String COMPANIES =
      """
      select %2$s from %1$s.companies c
      where c.ticker_symbol ilike '%%' || $2::text || '%%'
        or c.company_name ilike '%%' || $2::text || '%%'
      order by lower(c.ticker_symbol) <> lower($1::text),
        c.ticker_symbol not ilike $2::text || '%%', c.ticker_symbol, c.id
      limit $3::integer
      """;

  private final String userSql;
  private final String listsSql;
  private final String oneSql;
  private final String companySql;
  private final String companiesSql;

  WatchlistReader(WatchlistSettings settings) {
    String schema = Identifier.quoted(settings.schema());
    this.userSql = USER.formatted(schema);
    this.listsSql = LISTS.formatted(schema, StoredList.COLUMNS);
    this.oneSql =
        ONE.formatted(schema, StoredList.COLUMNS, StoredItem.COLUMNS, StoredCompany.COLUMNS);
    this.companySql = COMPANY.formatted(schema);
    this.companiesSql = COMPANIES.formatted(schema, StoredCompany.COLUMNS);
  }

  /** Fails with {@link WatchlistRefusal} where the user does not exist or is not active. */
  Future<Void> user(SqlClient client, long user) {
    return rows(client, userSql, Tuple.of(user))
        .map(
            rows -> {
              if (rows.isEmpty() || !Boolean.TRUE.equals(rows.get(0).getBoolean(0))) {
                throw new WatchlistRefusal(Problem.NO_USER);
              }
              return null;
            });
  }

  /** The user's lists, followed by the public lists of others where they are requested. */
  Future<List<StoredList>> lists(SqlClient client, long user, boolean withPublic) {
    return rows(client, listsSql, Tuple.of(user, withPublic))
        .map(rows -> rows.stream().map(row -> StoredList.of(row, user, List.of())).toList());
  }

  /**
   * A list that the user may view, and its items. One statement reads both, so that they are of one
   * version.
   */
  Future<StoredList> list(SqlClient client, long user, long id) {
    return rows(client, oneSql, Tuple.of(user, id))
        .map(
            rows -> {
              if (rows.isEmpty()) {
                throw new WatchlistRefusal(Problem.WATCHLIST_NOT_FOUND);
              }
              List<StoredItem> items =
                  rows.stream()
                      .filter(row -> row.getLong("company_id") != null)
                      .map(StoredItem::of)
                      .toList();
              return StoredList.of(rows.get(0), user, items);
            });
  }

  /** The id of a company; fails with {@link WatchlistRefusal} where the company does not exist. */
  Future<Long> company(SqlClient client, CompanyKey key) {
    Tuple names = Tuple.of(key.id().orElse(null), key.tickerSymbol().orElse(null));
    return rows(client, companySql, names)
        .map(
            rows -> {
              if (rows.isEmpty()) {
                throw new WatchlistRefusal(Problem.COMPANY_NOT_FOUND);
              }
              return rows.get(0).getLong(0);
            });
  }

  /** The companies whose symbol or name contains the text, the best matches first. */
  Future<List<StoredCompany>> companies(SqlClient client, String text, int limit) {
    String pattern = text.replaceAll("([\\\\%_])", "\\\\$1");
    return rows(client, companiesSql, Tuple.of(text, pattern, limit))
        .map(rows -> rows.stream().map(StoredCompany::of).toList());
  }

  /** The rows of a statement, in a list. */
  static Future<List<Row>> rows(SqlClient client, String sql, Tuple parameters) {
    return client
        .preparedQuery(sql)
        .execute(parameters)
        .map(
            found -> {
              List<Row> rows = new ArrayList<>(found.size());
              found.forEach(rows::add);
              return rows;
            });
  }

  /** The first row of a statement; empty where there is none. */
  static Future<Optional<Row>> row(SqlClient client, String sql, Tuple parameters) {
    return rows(client, sql, parameters).map(rows -> rows.stream().findFirst());
  }
}
