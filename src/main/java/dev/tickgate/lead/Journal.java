package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import dev.tickgate.store.Schema;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The durable publications of a feed, by offset and without holes. Written by the leader only. */
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  public static final Schema SCHEMA =
      new Schema(
          "feed",
          List.of(
              "V1__feed_and_journal.sql",
              "V2__timeline.sql",
              "V3__leader_and_system.sql",
              "V4__source.sql"));

  // One statement: a process that is stopped in the middle holds no lock, and one that was deposed
  // finds no lease, appends nothing and moves nothing. The lease's row is locked from the beginning
  // and renewed at the end, however long the statement takes: nobody else can have it in between.
  private static final String APPEND =
      """
      with input as (
        select * from unnest($5::bigint[], $6::text[]) with ordinality as i (key, body, n)),
      fresh as (
        select i.key, i.body, row_number() over (order by i.n) as n from input i
        where not exists (
          select from tickgate.journal j where j.feed = $1 and j.key = i.key)),
      lease as (
        select head as base from tickgate.feed
        where name = $1 and owner = $2 and term = $3 and head = $9
          and timeline = tickgate.timeline()
        for update),
      appended as (
        insert into tickgate.journal (feed, "offset", key, body)
        select $1, l.base + f.n, f.key, f.body from lease l, fresh f
        returning "offset", key),
      moved as (
        update tickgate.feed
        set lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond',
            head = head + done.count,
            snapshot = coalesce($7::bigint, snapshot), scan_from = coalesce($8::bigint, scan_from)
        from (select count(*) as count from appended) done
        where name = $1 and exists (select from lease))
      select a."offset", a.key from lease left join appended a on true order by a."offset"
      """;
  private static final String PAGE =
      """
      select "offset", body from tickgate.journal
      where feed = $1 and "offset" > $2 and "offset" <= $3 order by "offset" limit $4
      """;
  // From the first offset behind the newest entry that is older than the last second: the clock
  // may have stepped, so times say where to begin and nothing else.
  private static final String LAST_SECOND =
      """
      with tail as materialized (
        select "offset", body, at from tickgate.journal
        where feed = $1 and "offset" > $2::bigint - $3::bigint and "offset" <= $2::bigint)
      select "offset", body from tail
      where "offset" > coalesce((
        select max("offset") from tail
        where at < (select at from tail where "offset" = $2::bigint) - interval '1 second'), 0)
      order by "offset"
      """;
  private static final String OLDEST =
      """
      select coalesce(min("offset"), 9223372036854775807) as oldest
      from tickgate.journal where feed = $1
      """;
  private static final String UNKNOWN =
      """
      select k.key from unnest($2::bigint[]) as k (key)
      where not exists (select from tickgate.journal j where j.feed = $1 and j.key = k.key)
      """;
  // What the look-back window still holds is kept at any age: an update of such a row must not
  // publish it again.
  private static final String TRIM_TO =
      """
      select f.head - greatest($2::bigint, (
        select count(*) from tickgate.journal j where j.feed = $1 and j.key >= f.scan_from)) as last
      from tickgate.feed f where f.name = $1
      """;
  // An entry of the future was written by a clock that was ahead: it keeps nothing from being
  // trimmed.
  private static final String TRIM =
      """
      with oldest as (
        select j."offset", j.at from tickgate.journal j
        where j.feed = $1 and j."offset" <= $3 order by j."offset" limit $4),
      young as (
        select min("offset") as first from oldest
        where at between clock_timestamp() - $2::bigint * interval '1 millisecond'
          and clock_timestamp())
      delete from tickgate.journal
      where feed = $1 and "offset" in (
        select "offset" from oldest, young where first is null or "offset" < first)
      """;

  /** Entries that are read or written together, at most. */
  public static final int BATCH = 1_000;

  private static final int TRIM_BATCH = 1_000;

  private final Pool pool;
  private final FeedIdentity feed;
  private final Owner owner;
  private final Duration lease;
  private final PublishingMetrics metrics;

  public Journal(
      Pool pool, FeedIdentity feed, Owner owner, Duration lease, PublishingMetrics metrics) {
    this.pool = pool;
    this.feed = feed;
    this.owner = owner;
    this.lease = lease;
    this.metrics = metrics;
  }

  /** A publication-to-be: the row's key and the JSON object without its position. */
  public record Draft(long key, String body) {}

  public record Appended(long offset, long key) {}

  record Entry(long offset, String body) {}

  /**
   * Renews the lease, appends what is not in it yet and moves the cursor.
   *
   * @param head the offset of the newest entry, as the leader knows it
   * @return what was appended, in order; empty where the lease is not ours any more, or the head is
   *     another one
   */
  public Future<Optional<List<Appended>>> append(
      long term, long head, List<Draft> drafts, Optional<Cursor> cursor) {
    Tuple parameters = Tuple.of(feed.name(), owner.node(), term, lease.toMillis());
    parameters.addArrayOfLong(drafts.stream().map(Draft::key).toArray(Long[]::new));
    parameters.addArrayOfString(drafts.stream().map(Draft::body).toArray(String[]::new));
    parameters.addLong(cursor.map(Cursor::xmin).orElse(null));
    parameters.addLong(cursor.map(Cursor::from).orElse(null));
    parameters.addLong(head);
    return pool.preparedQuery(APPEND).execute(parameters).map(Journal::appended);
  }

  private static Optional<List<Appended>> appended(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    List<Appended> appended = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.getLong("offset") != null) {
        appended.add(new Appended(row.getLong("offset"), row.getLong("key")));
      }
    }
    return Optional.of(appended);
  }

  /** The entries after an offset, up to the head, the oldest first. */
  Future<List<Entry>> page(long after, long head, int limit) {
    return pool.preparedQuery(PAGE)
        .execute(Tuple.of(feed.name(), after, head, (long) limit))
        .map(this::entries);
  }

  /** The entries of the last second before the head, at most {@code limit}. */
  Future<List<Entry>> lastSecond(long head, long limit) {
    return pool.preparedQuery(LAST_SECOND)
        .execute(Tuple.of(feed.name(), head, limit))
        .map(this::entries);
  }

  /** The offset of the oldest entry; the greatest number there is where the journal is empty. */
  Future<Long> oldest() {
    return pool.preparedQuery(OLDEST)
        .execute(Tuple.of(feed.name()))
        .map(rows -> rows.iterator().next().getLong("oldest"));
  }

  // An operator may have written an entry that is no publication: it must not stop the feed.
  private List<Entry> entries(RowSet<Row> rows) {
    List<Entry> entries =
        rows.stream().map(Journal::entry).filter(entry -> Bus.carries(entry.body())).toList();
    int skipped = rows.size() - entries.size();
    if (skipped > 0) {
      metrics.unpublishable(skipped);
      LOG.atError()
          .addKeyValue("feed", feed.name())
          .addKeyValue("count", skipped)
          .log("feed.journal_entries_skipped");
    }
    return entries;
  }

  private static Entry entry(Row row) {
    return new Entry(row.getLong("offset"), row.getString("body"));
  }

  /** Those of the keys that it does not hold. */
  public Future<List<Long>> unknown(List<Long> keys) {
    return pool.preparedQuery(UNKNOWN)
        .execute(Tuple.of(feed.name()).addArrayOfLong(keys.toArray(Long[]::new)))
        .map(rows -> rows.stream().map(row -> row.getLong("key")).toList());
  }

  /** Removes what is older than the retention, a batch at a time, but the newest {@code kept}. */
  public Future<Long> trim(Duration retention, long kept) {
    // Counted once, not for each batch: a window can hold more entries than there are to trim.
    return pool.preparedQuery(TRIM_TO)
        .execute(Tuple.of(feed.name(), kept))
        .compose(bound -> trimTo(bound.iterator().next().getLong("last"), retention));
  }

  private Future<Long> trimTo(long last, Duration retention) {
    return pool.preparedQuery(TRIM)
        .execute(Tuple.of(feed.name(), retention.toMillis(), last, (long) TRIM_BATCH))
        .compose(
            batch ->
                batch.rowCount() < TRIM_BATCH
                    ? Future.succeededFuture((long) batch.rowCount())
                    : trimTo(last, retention).map(more -> more + batch.rowCount()));
  }
}
