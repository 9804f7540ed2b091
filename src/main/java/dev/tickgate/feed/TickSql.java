package dev.tickgate.feed;

import dev.tickgate.store.Identifier;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The statements for one table, by the types of its columns.
 *
 * @param scan parameters: first key, xid as text or null, limit, {@link TickTable.Bounds}, the
 *     symbol after which rows with the first key begin or null, last key or null
 * @param between parameters: first key, key after the last, xid as text, limit, the symbol after
 *     which rows with the first key begin or null
 * @param pass parameters: first key, xid as text or null, limit; counts rows, and returns the keys
 *     of those that may be new
 * @param slice parameters: a key, a number of rows; returns the key that many rows before it
 * @param lookback the value to subtract from the newest key, in microseconds; 0 where the statement
 *     subtracts it
 * @param first the first key of the very first scan; empty for that of the window
 */
public record TickSql(
    String scan, String between, String pass, String slice, long lookback, OptionalLong first) {
  /** A longer symbol is cut to this length, and is not valid. */
  static final int LONGEST_SYMBOL = 65;

  /** The number of newest rows that every scan covers: enough for a second of a busy market. */
  private static final long NEAR = 2_000;

  // Later times are infinity and years with five digits.
  private static final String LAST = "9999-12-31 12:00:00";

  // The subquery is evaluated once, not once per row: for the planner the conversion of a text to
  // an xid is not constant. Two comparisons instead of "between", which computes the age twice for
  // each row that is too old.
  private static final String YOUNGER =
      "age(%1$s) <= (select coalesce(age(%2$s::text::xid), 2147483647)) and age(%1$s) >= 0";

  // The statement has the parameter although it does not need it.
  private static final String BY_KEY = "($2::text is null or true)";

  /**
   * @param types the types of the feed's columns, which have been checked
   */
  static TickSql of(Feed feed, Map<String, ColumnType> types) {
    String table = Identifier.quotedPath(feed.table());
    String key = "t." + Identifier.quoted(feed.key().column());
    ColumnType type = types.get(feed.key().column());
    boolean byKey = feed.mode() == Mode.KEY;
    String younger = byKey ? BY_KEY : YOUNGER.formatted("t.xmin", "$2");
    String symbol = symbol(feed);
    String order = feed.isKeyedBySymbol() ? key + ", " + symbol : key;
    String columns =
        "%s as key, %s as symbol, %s as at, %s as bid_text, %s as ask_text"
            .formatted(
                number(key, type),
                symbol,
                time(
                    "t." + Identifier.quoted(feed.columns().timestamp()),
                    types.get(feed.columns().timestamp()),
                    feed.zone()),
                price(feed.columns().bid(), types),
                price(feed.columns().ask(), types));
    String scan =
        """
        select s.*, r.key, r.symbol, r.at, r.bid_text, r.ask_text
        from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as snapshot_xmin,
                     pg_snapshot_xmax(pg_current_snapshot())::text::bigint as snapshot_xmax,
                     case when $4 >= 3 then %s end as newest,
                     case when $4 >= 1 then %s end as near,
                     case when $4 >= 2 then (%s) end as relation) s
        left join (
          select %s, %s as sort_key from %s t
          where %s and %s <= %s and %s
          order by %s limit $3) r on true
        order by r.sort_key, r.symbol
        """
            .formatted(
                newest(feed, table, key, type),
                nthNewest(table, key, NEAR, type),
                byKey ? "null::text" : Relation.hashQuery(feed),
                columns,
                key,
                table,
                from(feed, key, type, symbol),
                key,
                last(type),
                younger,
                order);
    String between =
        "select %s from %s t where %s and %s < %s and %s order by %s limit $4"
            .formatted(
                columns,
                table,
                from(feed, key, type, symbol),
                key,
                value("$2", type),
                YOUNGER.formatted("t.xmin", "$3"),
                order);
    // One pass, so that no second query has to find the last key.
    String pass =
        """
        select count(*) as passed, %1$s as last, array_agg(%2$s) filter (where %3$s) as keys,
               array_agg(p.symbol) filter (where %3$s) as symbols
        from (select %4$s as k, %5$s as symbol, %6$s as x from %7$s t where %4$s >= %8$s
              order by %4$s limit $3) p
        """
            .formatted(
                number("max(p.k)", type),
                number("p.k", type),
                byKey ? BY_KEY : YOUNGER.formatted("p.x", "$2"),
                key,
                feed.isKeyedBySymbol() ? symbol : "null::text",
                byKey ? "null" : "t.xmin",
                table,
                value("$1", type));
    String slice =
        "select %s as key from (select %s as k from %s t where %s < %s order by %s desc offset $2::bigint - 1 limit 1) s"
            .formatted(number("s.k", type), key, table, key, value("$1", type), key);
    return new TickSql(scan, between, pass, slice, lookback(feed.key()), first(feed, type));
  }

  // Compares bytes, because a collation may treat different texts as equal, and a later version of
  // it may order them differently. Of rows with equal keys and symbols only the first is published.
  static String symbol(Feed feed) {
    return feed.symbols() instanceof Symbols.Column column
        ? "left(coalesce(t.%s::text, ''), %d) collate \"C\""
            .formatted(Identifier.quoted(column.name()), LONGEST_SYMBOL)
        : "null::text";
  }

  private static String from(Feed feed, String key, ColumnType type, String symbol) {
    String first = value("$1", type);
    String behind =
        feed.isKeyedBySymbol()
            ? "(%s > %s or $5::text is null or %s > $5::text)".formatted(key, first, symbol)
            : "($5::text is null or true)";
    return "%s >= %s and %s".formatted(key, first, behind);
  }

  // Always a bound of the index scan, so that it does not read the rows after the bound.
  private static String last(ColumnType type) {
    String greatest =
        type == ColumnType.TIMESTAMPTZ
            ? "timestamptz 'infinity'"
            : type.isTime() ? "timestamp 'infinity'" : "9223372036854775807";
    return "coalesce(%s, %s)".formatted(value("$6", type), greatest);
  }

  private static OptionalLong first(Feed feed, ColumnType type) {
    if (feed.start() instanceof Start.All) {
      return OptionalLong.of(VisibilityTracker.BEGINNING);
    }
    if (feed.start() instanceof Start.AtKey at) {
      return OptionalLong.of(at.key());
    }
    if (feed.start() instanceof Start.AtTime at) {
      Instant time =
          type == ColumnType.TIMESTAMPTZ
              ? at.time()
              : at.time().atZone(feed.zone()).toLocalDateTime().toInstant(ZoneOffset.UTC);
      return OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }
    return OptionalLong.empty();
  }

  /** The first key of the window. */
  long windowBehind(Long newest) {
    return newest == null || newest == SourceRow.NO_KEY
        ? VisibilityTracker.BEGINNING
        : Math.max(VisibilityTracker.BEGINNING, newest - lookback);
  }

  static String price(String column, Map<String, ColumnType> types) {
    return types.get(column).price("t." + Identifier.quoted(column));
  }

  private static long lookback(Key key) {
    return key instanceof Key.Time time ? time.lookback().toMillis() * 1_000 : 0;
  }

  // A key in the future, from one wrong clock, must not move the window away from all other rows.
  // So the newest time is at most now, and a window of ids is counted in rows.
  private static String newest(Feed feed, String table, String column, ColumnType type) {
    if (feed.key() instanceof Key.Serial serial) {
      return nthNewest(table, column, serial.lookback(), type);
    }
    String now =
        type == ColumnType.TIMESTAMPTZ
            ? "clock_timestamp()"
            : "clock_timestamp() at time zone " + Zone.sql(feed.zone());
    // least() ignores null, so without the condition the window of an empty table would begin now.
    return "(select %s from (select max(%s) as newest from %s t where %s <= '%s') n where newest is not null)"
        .formatted(number("least(newest, %s)".formatted(now), type), column, table, column, LAST);
  }

  // The key has an alias, because its conversion to a number contains it several times, and a
  // subquery in its place would be evaluated as often.
  private static String nthNewest(String table, String column, long n, ColumnType type) {
    return "(select %s from (select %s as k from %s t where %s is not null order by %s desc offset %d limit 1) n)"
        .formatted(number("n.k", type), column, table, column, column, n - 1);
  }

  static String number(String column, ColumnType type) {
    return type.isTime() ? micros(column, Long.toString(SourceRow.NO_KEY)) : column + "::bigint";
  }

  private static String micros(String column, String otherwise) {
    return micros(column, column, otherwise);
  }

  /**
   * Returns an expression for the instant of a time. A key stays in the table's time zone, because
   * it only defines the order.
   */
  static String time(String column, ColumnType type, ZoneId zone) {
    boolean plain = type == ColumnType.TIMESTAMP;
    return micros(column, plain ? column + " at time zone " + Zone.sql(zone) : column, "null");
  }

  private static String micros(String column, String time, String otherwise) {
    return ("case when %1$s between '0001-01-01' and '"
            + LAST
            + "'"
            + " then (extract(epoch from %2$s) * 1000000)::bigint"
            + " when %1$s is null then null else %3$s end")
        .formatted(column, time, otherwise);
  }

  // Seconds and microseconds are separate: an interval is multiplied as a floating-point number,
  // which has too few digits for a time after the year 2255.
  static String value(String parameter, ColumnType type) {
    String since = type == ColumnType.TIMESTAMPTZ ? "timestamptz 'epoch'" : "timestamp 'epoch'";
    return type.isTime()
        ? "(%1$s + (%2$s::bigint / 1000000) * interval '1 second' + (%2$s::bigint %% 1000000) * interval '1 microsecond')"
            .formatted(since, parameter)
        : parameter + "::bigint";
  }
}
