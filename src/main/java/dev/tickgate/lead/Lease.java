package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/**
 * The row that names the leader of a feed. The statements of a leader check owner and term; a
 * renewal also checks head and timeline. So a leader that was deposed without noticing changes
 * nothing, and does not keep a lease in a database that was reverted.
 */
public final class Lease {
  // Where the row was deleted and its journal was kept, the offsets continue.
  private static final String ENSURE =
      """
      insert into tickgate.feed (name, topic, source, epoch, head)
      values ($1, $2, $3, extract(epoch from clock_timestamp())::bigint,
        (select coalesce(max(seq), 0) from tickgate.journal where feed = $1))
      on conflict (name) do nothing
      """;
  // Where the feed was set up with another definition, the journal has the rows of another stream,
  // and the lease is not taken. Where nothing was published or read under that definition, it was
  // an error and is replaced. Another timeline or system, or a term or head below what this process
  // has seen, means that a replica was promoted or a backup restored. Gateways and clients may have
  // positions that this database lacks, and some terms may be lost too.
  //
  // The leader of a locked row is slow but alive: its lease ended during a statement, which renews
  // it at its end. A row that was written since this process last read it also means a live leader:
  // its statement committed after the lease that it wrote had ended.
  private static final String TAKE =
      """
      with before as (
        select source is distinct from $6 and (head > 0 or snapshot is not null) as differs,
          timeline not in ('', tickgate.timeline()) or system_id not in ('', tickgate.system_id())
            or term < $9 or epoch < $10 or (epoch = $10 and head < $11) as went_back
        from tickgate.feed where name = $1),
      idle as (
        select from tickgate.feed where name = $1 for update skip locked)
      update tickgate.feed f
      set owner = $2, leader = $12, topic = $7, source = $6,
          term = greatest(term, $9) + case when b.went_back then 1000 else 1 end,
          timeline = tickgate.timeline(), system_id = tickgate.system_id(),
          lease_until = clock_timestamp() + $3::bigint * interval '1 millisecond',
          epoch = case when b.went_back
            then greatest(epoch + 1, topic_epoch + 1, $10 + 1,
              extract(epoch from clock_timestamp())::bigint)
            else epoch end
      from before b
      where name = $1 and not b.differs
        and (owner = '' or owner = $4::text or (owner = $2 and term = $5)
             or ((lease_until < clock_timestamp() and f.xmin::text = $13::text
                  or f.xmin::text = $8::text)
                 and exists (select from idle)))
      returning term, epoch, greatest(epoch, topic_epoch) as topic_epoch, head, snapshot,
        scan_from, b.went_back
      """;
  private static final String CURRENT =
      """
      select term, epoch, greatest(epoch, topic_epoch) as topic_epoch, head, snapshot, scan_from,
        false as went_back
      from tickgate.feed where name = $1
      """;
  private static final String HOLDER =
      """
      select owner, case when starts_with(leader, owner) then leader else owner end as leader,
        source, term, epoch, head, xmin::text as version,
        case when lease_until < clock_timestamp() then 0
          when lease_until = 'infinity' then $2::bigint
          else least($2::bigint,
            ceil(extract(epoch from lease_until - clock_timestamp()) * 1000)::bigint)
          end as remaining
      from tickgate.feed where name = $1
      """;
  private static final String RENEW =
      """
      update tickgate.feed
      set lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond',
          snapshot = coalesce($5::bigint, snapshot), scan_from = coalesce($6::bigint, scan_from)
      where name = $1 and owner = $2 and term = $3 and head = $7
        and timeline = tickgate.timeline()
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
  private final FeedIdentity feed;
  private final Owner owner;
  private final Duration length;

  public Lease(Pool pool, FeedIdentity feed, Owner owner, Duration length) {
    this.pool = pool;
    this.feed = feed;
    this.owner = owner;
    this.length = length;
  }

  /**
   * The reasons for which this process may take a lease that is not free.
   *
   * @param dead an owner that left the cluster, whose lease may be taken before it ends; may be
   *     null
   * @param ownTerm the last term of this process, whose lease it may take again; -1 for none
   * @param seen the version of the row at the last look; its lease may be taken after its end; may
   *     be null
   * @param unrenewed the version of the row, where the lease was not renewed for its length; may be
   *     null
   */
  public record Claim(String dead, long ownTerm, String seen, String unrenewed) {}

  public Future<Void> ensureRow() {
    return pool.preparedQuery(ENSURE)
        .execute(Tuple.of(feed.name(), feed.topicName(), feed.source()))
        .mapEmpty();
  }

  /**
   * Takes the lease where the claim allows it. Begins a new epoch where the database is behind the
   * known term or position.
   */
  public Future<Optional<Term>> take(Claim claim, HighWater known) {
    Tuple parameters =
        Tuple.of(feed.name(), owner.node(), length.toMillis(), claim.dead, claim.ownTerm);
    parameters.addString(feed.source()).addString(feed.topicName()).addString(claim.unrenewed);
    parameters.addLong(known.term()).addLong(known.head().epoch()).addLong(known.head().offset());
    return pool.preparedQuery(TAKE)
        .execute(parameters.addString(owner.text()).addString(claim.seen))
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
        new Term(
            row.getLong("term"),
            row.getLong("epoch"),
            row.getLong("topic_epoch"),
            row.getLong("head"),
            cursor,
            row.getBoolean("went_back")));
  }

  /** The state of the feed in its row, whichever process leads. */
  public Future<Term> current() {
    return pool.preparedQuery(CURRENT)
        .execute(Tuple.of(feed.name()))
        .map(rows -> term(rows).orElseThrow());
  }

  /** The row as a standby reads it; empty where there is none. */
  public Future<Optional<Holder>> holder() {
    return pool.preparedQuery(HOLDER)
        .execute(Tuple.of(feed.name(), length.toMillis()))
        .map(rows -> rows.stream().map(Lease::holder).findFirst());
  }

  private static Holder holder(Row row) {
    return new Holder(
        row.getString("owner"),
        row.getString("leader"),
        row.getLong("remaining"),
        row.getString("version"),
        row.getString("source"),
        row.getLong("term"),
        new Position(row.getLong("epoch"), row.getLong("head")));
  }

  /**
   * Renews the lease; returns whether this process still owns it and the head is unchanged.
   *
   * @param head the offset of the newest publication
   */
  Future<Boolean> renew(long term, long head, Optional<Cursor> cursor) {
    Tuple parameters = Tuple.of(feed.name(), owner.node(), term, length.toMillis());
    return pool.preparedQuery(RENEW)
        .execute(with(parameters, cursor).addLong(head))
        .map(done -> done.rowCount() == 1);
  }

  /** Frees the lease and notifies the standbys. */
  Future<Void> release(long term, Optional<Cursor> cursor) {
    return pool.preparedQuery(RELEASE)
        .execute(
            with(Tuple.of(feed.name(), owner.node(), term), cursor).addString(feed.leaseChannel()))
        .mapEmpty();
  }

  private static Tuple with(Tuple parameters, Optional<Cursor> cursor) {
    return parameters
        .addLong(cursor.map(Cursor::xmin).orElse(null))
        .addLong(cursor.map(Cursor::from).orElse(null));
  }
}
