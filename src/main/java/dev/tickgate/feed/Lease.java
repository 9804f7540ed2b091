package dev.tickgate.feed;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/**
 * The row that says who leads a feed. Every statement carries owner and term, so that one who was
 * deposed without knowing changes nothing; all times are the database's.
 */
final class Lease {
  private static final String ENSURE =
      """
      insert into tickgate.feed (name, topic, source, epoch)
      values ($1, $2, $3, extract(epoch from clock_timestamp())::bigint)
      on conflict (name) do nothing
      """;
  // Another table, key or topic under the name: what the journal holds is another stream's. Another
  // timeline of the database: a replica was promoted, and what it had not received yet is gone, but
  // not from the memory of gateways and clients, among it maybe some terms.
  //
  // A row that is locked is being written by the leader, who is slow but not dead: its lease ended
  // in the middle of a statement that renews it at its end.
  private static final String TAKE =
      """
      with before as (
        select source is distinct from $6 as changed,
          timeline not in ('', tickgate.timeline()) as promoted
        from tickgate.feed where name = $1),
      idle as (
        select from tickgate.feed where name = $1 for update skip locked),
      taken as (
        update tickgate.feed f
        set owner = $2, term = term + case when b.promoted then 1000 else 1 end,
            source = $6, topic = $7, timeline = tickgate.timeline(),
            lease_until = clock_timestamp() + $3::bigint * interval '1 millisecond',
            epoch = case when b.changed or b.promoted
              then greatest(epoch + 1, extract(epoch from clock_timestamp())::bigint)
              else epoch end,
            head = case when b.changed then 0 else head end,
            snapshot = case when b.changed then null else snapshot end,
            scan_from = case when b.changed then null else scan_from end
        from before b
        where name = $1
          and (owner = '' or owner = $4::text or (owner = $2 and term = $5)
               or (lease_until < clock_timestamp() and exists (select from idle)))
        returning term, epoch, head, snapshot, scan_from, b.changed),
      wiped as (
        delete from tickgate.journal
        where feed = $1 and exists (select from taken where changed))
      select term, epoch, head, snapshot, scan_from from taken
      """;
  private static final String CURRENT =
      "select term, epoch, head, snapshot, scan_from from tickgate.feed where name = $1";
  private static final String REMAINING =
      """
      select owner, case when lease_until < clock_timestamp() then 0
        else ceil(extract(epoch from lease_until - clock_timestamp()) * 1000)::bigint
        end as remaining
      from tickgate.feed where name = $1
      """;
  private static final String RENEW =
      """
      update tickgate.feed
      set lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond',
          snapshot = coalesce($5::bigint, snapshot), scan_from = coalesce($6::bigint, scan_from)
      where name = $1 and owner = $2 and term = $3 and timeline = tickgate.timeline()
      """;
  private static final String RELEASE =
      """
      with released as (
        update tickgate.feed
        set owner = '', lease_until = '-infinity',
            snapshot = coalesce($4::bigint, snapshot), scan_from = coalesce($5::bigint, scan_from)
        where name = $1 and owner = $2 and term = $3
        returning name)
      select pg_notify($6, '') from released
      """;

  private final Pool pool;
  private final Feed feed;
  private final String owner;
  private final Duration length;

  Lease(Pool pool, Feed feed, String owner, Duration length) {
    this.pool = pool;
    this.feed = feed;
    this.owner = owner;
    this.length = length;
  }

  /**
   * Who holds the lease, as a standby sees it.
   *
   * @param remaining milliseconds
   */
  record Holder(String owner, long remaining) {}

  Future<Void> ensureRow() {
    return pool.preparedQuery(ENSURE)
        .execute(Tuple.of(feed.name(), feed.topic().name(), feed.source()))
        .mapEmpty();
  }

  /**
   * Takes the lead where it is free.
   *
   * @param dead who has left, whose lease need not end; may be null
   * @param ownTerm the term we hold or held ourselves, which may be taken anew; -1 for none
   */
  Future<Optional<Term>> take(String dead, long ownTerm) {
    Tuple parameters =
        Tuple.of(feed.name(), owner, length.toMillis(), dead, ownTerm, feed.source());
    return pool.preparedQuery(TAKE)
        .execute(parameters.addString(feed.topic().name()))
        .map(Lease::term);
  }

  private static Optional<Term> term(RowSet<Row> taken) {
    if (taken.size() == 0) {
      return Optional.empty();
    }
    Row row = taken.iterator().next();
    Long xmin = row.getLong("snapshot");
    Optional<Cursor> cursor =
        xmin == null ? Optional.empty() : Optional.of(new Cursor(xmin, row.getLong("scan_from")));
    return Optional.of(
        new Term(row.getLong("term"), row.getLong("epoch"), row.getLong("head"), cursor));
  }

  /** How the feed stands, whoever leads it. */
  Future<Term> current() {
    return pool.preparedQuery(CURRENT)
        .execute(Tuple.of(feed.name()))
        .map(rows -> term(rows).orElseThrow());
  }

  Future<Holder> holder() {
    return pool.preparedQuery(REMAINING)
        .execute(Tuple.of(feed.name()))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Holder(row.getString("owner"), row.getLong("remaining"));
            });
  }

  /** Whether the lease is still ours. */
  Future<Boolean> renew(long term, Optional<Cursor> cursor) {
    Tuple parameters = Tuple.of(feed.name(), owner, term, length.toMillis());
    return pool.preparedQuery(RENEW)
        .execute(with(parameters, cursor))
        .map(done -> done.rowCount() == 1);
  }

  /** Frees it, and tells who waits for it. */
  Future<Void> release(long term, Optional<Cursor> cursor) {
    return pool.preparedQuery(RELEASE)
        .execute(with(Tuple.of(feed.name(), owner, term), cursor).addString(feed.leaseChannel()))
        .mapEmpty();
  }

  private static Tuple with(Tuple parameters, Optional<Cursor> cursor) {
    return parameters
        .addLong(cursor.map(Cursor::xmin).orElse(null))
        .addLong(cursor.map(Cursor::from).orElse(null));
  }
}
