package dev.tickgate.feed;

import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The parts of SQL that select the entries of a topic in the journal of its feed. In a feed with
 * one topic the sequence number is the offset.
 *
 * @param offset the column with the offset
 * @param where the condition on feed $1 and topic $2
 */
record JournalColumns(String offset, String where) {
  // A bisection, because times of publication increase with the offsets, and an index on them would
  // slow down each append. A row may be published long after the time of its quote, but not before.
  private static final String FIRST_AT =
      """
      with recursive search (low, high) as (
        select min(%1$s), max(%1$s) + 1 from tickgate.journal where %2$s
        union all
        select
          case when m.at < $3 then m.n + 1 else low end,
          case when m.at < $3 then high else (low + high) / 2 end
        from search left join lateral (
          select %1$s as n, at from tickgate.journal
          where %2$s and %1$s >= (low + high) / 2 and %1$s < high
          order by %1$s limit 1) m on true
        where low < high)
      select low as first from search where low >= high
      """;
  private static final Duration CLOCK_AHEAD = Duration.ofMinutes(1);

  static JournalColumns of(Feed feed) {
    return feed.topic().isPresent()
        ? new JournalColumns("seq", "feed = $1 and $2::text is not null")
        : new JournalColumns("\"offset\"", "feed = $1 and topic = $2");
  }

  /** Returns the statement with the column for {@code %1$s} and the condition for {@code %2$s}. */
  String in(String sql) {
    return sql.formatted(offset, where);
  }

  /**
   * Returns the first offset that may have a quote of that time or later; null where the journal is
   * empty.
   */
  Future<Long> firstAt(SqlConnection connection, String feed, Topic topic, Instant time) {
    return connection
        .preparedQuery(in(FIRST_AT))
        .execute(Tuple.of(feed, topic.name(), time.minus(CLOCK_AHEAD).atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong("first"));
  }
}
