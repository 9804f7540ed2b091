package dev.tickgate.feed;

import dev.tickgate.bus.TickCursor;
import dev.tickgate.store.Identifier;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The statement that reads a table in the order of its times.
 *
 * @param statement parameters: the time and key before the first row, and the time after the last
 *     row, with times as in the table; the begin and the end of the span as exact instants; symbol
 *     or null; limit
 * @param time the type of the time column
 * @param key the type of the key column
 */
record HistorySql(String statement, Feed feed, ColumnType time, ColumnType key) {
  // Bounds for the times of a cursor, because a client may have changed its text.
  private static final long BEFORE_ALL = VisibilityTracker.BEGINNING - 1;
  private static final long BEHIND_ALL = micros(Instant.parse("+10000-01-01T00:00:00Z"));

  // When a clock is put back, two hours have the same local times. The bounds of local times are
  // wider by this margin, and the instants select the rows.
  private static final Duration PUT_BACK = Duration.ofHours(3);

  static HistorySql of(Feed feed, TableFacts facts) {
    List<String> problems = facts.problems(feed);
    if (!problems.isEmpty()) {
      throw new Misconfigured(String.join("; ", problems));
    }
    ColumnType keyType = facts.types().get(feed.key().column());
    ColumnType type = facts.types().get(feed.columns().timestamp());
    String key = "t." + Identifier.quoted(feed.key().column());
    String place = "t." + Identifier.quoted(feed.columns().timestamp());
    String instant = TickSql.time(place, type, feed.zone());
    String ofSymbol =
        feed.symbols() instanceof Symbols.Column column
            ? "t.%s::text = $6::text".formatted(Identifier.quoted(column.name()))
            : "($6::text is null or true)";
    String statement =
        """
        select %s as place, %s as key, %s as symbol, %s as at, %s as bid_text, %s as ask_text
        from %s t
        where (%s, %s) > (%s, %s) and %s < %s and %s >= $4::bigint and %s < $5::bigint and %s
        order by %s, %s limit $7::bigint
        """
            .formatted(
                TickSql.number(place, type),
                TickSql.number(key, keyType),
                TickSql.symbol(feed),
                instant,
                TickSql.price(feed.columns().bid(), facts.types()),
                TickSql.price(feed.columns().ask(), facts.types()),
                Identifier.quotedPath(feed.table()),
                place,
                key,
                TickSql.value("$1", type),
                TickSql.value("$2", keyType),
                place,
                TickSql.value("$3", type),
                instant,
                instant,
                ofSymbol,
                place,
                key);
    return new HistorySql(statement, feed, type, keyType);
  }

  /** The time before which the span has no rows, as in the table. */
  long earliest(Instant from, Optional<TickCursor> after) {
    return after
        .map(cursor -> timeOfARow(((TickCursor.Stored) cursor).time()))
        .orElseGet(() -> onTheTable(from, PUT_BACK.negated()));
  }

  long firstKey(Optional<TickCursor> after) {
    return after
        .map(cursor -> ((TickCursor.Stored) cursor).key())
        .map(given -> key.isTime() ? timeOfARow(given) : given)
        .orElse(BEFORE_ALL);
  }

  private static long timeOfARow(long given) {
    return Math.max(BEFORE_ALL, Math.min(BEHIND_ALL, given));
  }

  /** The time after which the span has no rows, as in the table. */
  long latest(Instant to) {
    return onTheTable(to, PUT_BACK);
  }

  /** Returns the symbol of a topic; null where all rows have one symbol. */
  String symbol(Topic topic) {
    return feed.symbols() instanceof Symbols.Column column
        ? topic.name().substring(column.prefix().length())
        : null;
  }

  private long onTheTable(Instant instant, Duration margin) {
    if (time == ColumnType.TIMESTAMPTZ) {
      return micros(instant);
    }
    return micros(
        instant.plus(margin).atZone(feed.zone()).toLocalDateTime().toInstant(ZoneOffset.UTC));
  }

  static long micros(Instant time) {
    // ChronoUnit computes nanoseconds first, which overflow.
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
