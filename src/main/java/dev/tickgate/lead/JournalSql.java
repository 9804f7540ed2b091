package dev.tickgate.lead;

/**
 * The statements that write the journal.
 *
 * <p>An append is one statement. A process that is suspended in the middle holds no lock. A deposed
 * process finds no lease, appends nothing and changes no row.
 *
 * <p>All parts of the statement use one snapshot, taken when it begins. Only the row of the lease
 * is read in the state that it has when its lock is granted. Without that row the statement writes
 * nothing. It keeps the lock until the commit, so no other statement takes or renews the lease or
 * appends in between. The snapshot cannot be too old, because an append raises the head in its own
 * transaction, and a head never decreases within a term. If an append committed after the snapshot
 * was taken, the head equals the leader's only where the leader received that result before it sent
 * this statement. In that case the snapshot contains the append. Trimming may run at the same time:
 * it can only turn a known key into a new one.
 *
 * <p>"(select $n)" hides the arrays from the planner, so that it uses the generic plan from the
 * sixth execution on. generate_series makes the planner expect a thousand drafts. "limit 1" in a
 * lateral subquery permits only one index probe per draft.
 */
final class JournalSql {
  /**
   * Parameters: $1 feed, $2 owner, $3 term, $4 lease in milliseconds, $5 head, $6 snapshot or null,
   * $7 scan_from or null; one element for each draft: $8 topics (null: the feed's own), $9 keys,
   * $10 row keys (null: not a table's row), $11 bodies.
   *
   * <p>Returns no row where another process has the lease or the head differs. Otherwise returns a
   * row for each draft, in no particular order, and a row without n where nothing was appended. A
   * draft's row has its number from 1, position and sequence number, and whether the journal had
   * its key. If it had, topic and position are those of the entry with that key.
   */
  static final String APPEND =
      """
      with lease as materialized (
        select head, epoch, greatest(epoch, topic_epoch) as topic_epoch, topic from tickgate.feed
        where name = $1 and owner = $2 and term = $3 and head = $5
          and timeline = tickgate.timeline()
        for update),
      input as materialized (
        select i.n, i.topic, i.key, i.row_key, i.body, j.seq, j.seq is not null as known
        from lease cross join
          rows from (unnest((select $8::text[])), unnest((select $9::text[])),
            unnest((select $10::bigint[])), unnest((select $11::text[])),
            generate_series(1, (select cardinality($9)))) as i (topic, key, row_key, body, n)
        left join lateral (
          select seq from tickgate.journal
          where feed = $1 and coalesce(key, row_key::text) collate "C" = i.key limit 1) j on true),
      fresh as materialized (
        select n, topic, key, row_key, body, row_number() over (order by n) as nth,
          row_number() over (partition by topic order by n desc) - 1 as behind
        from (
          select distinct on (key) n, topic, key, row_key, body from input
          where not known order by key, n) i),
      topics as (
        insert into tickgate.topic as t (feed, topic, epoch, head)
        select $1, f.topic, l.topic_epoch, f.count
        from lease l cross join (
          select topic, count(*) as count from fresh where topic is not null group by topic) f
        on conflict (feed, topic) do update set head = t.head + excluded.head, touched = excluded.touched
        returning t.topic, t.epoch, t.head),
      placed as materialized (
        select f.n, f.topic, f.key, f.row_key, f.body, l.head + f.nth as seq,
          t.head - f.behind as "offset", greatest(l.epoch, t.epoch) as epoch
        from lease l cross join fresh f left join topics t on t.topic = f.topic
        order by f.nth),
      appended as (
        insert into tickgate.journal (feed, seq, topic, "offset", key, row_key, body)
        select $1, seq, topic, "offset", nullif(key, row_key::text), row_key, body from placed
        returning 1),
      moved as (
        update tickgate.feed f
        set lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond',
            head = l.head + done.count,
            snapshot = coalesce($6::bigint, f.snapshot), scan_from = coalesce($7::bigint, f.scan_from)
        from lease l, (select count(*) as count from appended) done
        where f.name = $1)
      select p.n, null as topic, p.epoch, coalesce(p."offset", p.seq) as "offset", p.seq, false as known
      from lease left join placed p on true
      union all
      select i.n, coalesce(p.topic, l.topic), p.epoch, coalesce(p."offset", p.seq), p.seq, true
      from lease l cross join input i join placed p on p.key = i.key and p.n < i.n
      where not i.known
        and (select count(*) from fresh) < (select count(*) from input where not known)
      union all
      select i.n, coalesce(j.topic, l.topic), greatest(l.epoch,
          (select t.epoch from tickgate.topic t where t.feed = $1 and t.topic = j.topic)),
        coalesce(j."offset", j.seq), j.seq, true
      from lease l cross join input i
      cross join lateral (
        select seq, topic, "offset" from tickgate.journal
        where feed = $1 and seq = i.seq limit 1) j
      where i.known
      """;

  /**
   * Removes the oldest entries, at most a thousand, up to the first one that is within the
   * retention or inside the look-back window. An entry with a time in the future was written when
   * the clock was ahead, and does not stop the removal. Parameters: $1 feed, $2 retention in
   * milliseconds, $3 how many of the newest are kept.
   */
  static final String TRIM =
      """
      with oldest as materialized (
        select j.seq, j.row_key >= f.scan_from
            or j.at between clock_timestamp() - $2::bigint * interval '1 millisecond' and clock_timestamp()
            as kept
        from tickgate.feed f join lateral (
          select seq, row_key, at from tickgate.journal
          where feed = $1 and seq <= f.head - $3::bigint order by seq limit 1000) j on true
        where f.name = $1)
      delete from tickgate.journal
      where feed = $1 and seq in (
        select seq from oldest
        where seq < coalesce((select min(seq) from oldest where kept), 9223372036854775807))
      """;

  /**
   * Removes the rows of topics that have no entries any more. A topic that is published to again
   * must not repeat a position, so topics without a row get a greater epoch from then on.
   * Parameters: $1 feed, $2 owner, $3 term, $4 the least time since the last entry, in
   * milliseconds.
   */
  static final String FORGET =
      """
      with lease as materialized (
        select name from tickgate.feed
        where name = $1 and owner = $2 and term = $3 and timeline = tickgate.timeline()
        for update),
      forgotten as (
        delete from tickgate.topic t using lease l
        where t.feed = l.name
          and t.touched < clock_timestamp() - $4::bigint * interval '1 millisecond'
          and not exists (
            select from tickgate.journal j where j.feed = $1 and j.topic = t.topic)
        returning 1)
      update tickgate.feed f set topic_epoch = greatest(f.epoch, f.topic_epoch) + 1
      from lease l
      where f.name = l.name and exists (select from forgotten)
      returning f.topic_epoch
      """;

  /** Entries of a topic. Parameters: $1 feed, $2 topic, $3 after, $4 up to, $5 limit. */
  static final String PAGE =
      """
      select "offset", body from tickgate.journal
      where feed = $1 and topic = $2 and "offset" > $3 and "offset" <= $4 order by "offset" limit $5
      """;

  /** Entries of a feed with one topic. Parameters: $1 feed, $2 after, $3 up to, $4 limit. */
  static final String PAGE_OWN =
      """
      select seq as "offset", body from tickgate.journal
      where feed = $1 and seq > $2 and seq <= $3 order by seq limit $4
      """;

  /**
   * The entries of the last second before the head. Times decide only where it begins, after the
   * newest entry that is older, because the clock may have stepped. Parameters: $1 feed, $2 head,
   * $3 limit.
   */
  static final String LAST_SECOND =
      """
      with tail as materialized (
        select seq, topic, "offset", body, at from tickgate.journal
        where feed = $1 and seq > $2::bigint - $3::bigint and seq <= $2::bigint)
      select j.seq, coalesce(j.topic, f.topic) as topic,
        greatest(f.epoch, (
          select t.epoch from tickgate.topic t where t.feed = $1 and t.topic = j.topic)) as epoch,
        coalesce(j."offset", j.seq) as "offset", j.body
      from tickgate.feed f cross join tail j
      where f.name = $1 and j.seq > coalesce((
        select max(seq) from tail
        where at < (select at from tail where seq = $2::bigint) - interval '1 second'), 0)
      order by j.seq
      """;

  /** Position of a topic; no row where it has none. Parameters: $1 feed, $2 topic. */
  static final String TOPIC_HEAD =
      """
      select greatest(f.epoch, t.epoch) as epoch, t.head
      from tickgate.feed f join tickgate.topic t on t.feed = f.name
      where f.name = $1 and t.topic = $2
      """;

  /** The keys that have no entry. Parameters: $1 feed, $2 keys. */
  static final String UNKNOWN =
      """
      select k.key from unnest((select $2::text[])) as k (key)
      left join lateral (
        select true as known from tickgate.journal
        where feed = $1 and coalesce(key, row_key::text) collate "C" = k.key limit 1) j on true
      where j.known is null
      """;

  /** Parameters: $1 feed. */
  static final String OLDEST =
      """
      select coalesce(min(seq), 9223372036854775807) as oldest from tickgate.journal where feed = $1
      """;

  /** Parameters: $1 feed, $2 topic. */
  static final String OLDEST_OF_TOPIC =
      """
      select coalesce(min("offset"), 9223372036854775807) as oldest
      from tickgate.journal where feed = $1 and topic = $2
      """;

  private JournalSql() {}
}
