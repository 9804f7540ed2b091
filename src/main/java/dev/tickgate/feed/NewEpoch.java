package dev.tickgate.feed;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * An operator's order to begin a new epoch of a feed: nothing continues behind the positions that
 * clients have. The leader is deposed by it, and takes the lead again.
 */
public final class NewEpoch {
  // Terms and heads of the time that a restored backup does not know are higher than its own.
  private static final String BEGIN =
      """
      with before as (
        select source is distinct from $2 as differs from tickgate.feed where name = $1),
      begun as (
        update tickgate.feed f
        set owner = '', leader = '', lease_until = '-infinity', term = term + 1000,
            epoch = greatest(epoch + 1, extract(epoch from clock_timestamp())::bigint),
            source = $2, topic = $3,
            head = case when b.differs then 0
              else greatest(head, (
                select coalesce(max("offset"), 0) from tickgate.journal where feed = $1)) end,
            snapshot = case when b.differs then null else snapshot end,
            scan_from = case when b.differs then null else scan_from end
        from before b
        where name = $1 and (not b.differs or $4)
        returning epoch, head, b.differs),
      wiped as (
        delete from tickgate.journal where feed = $1 and exists (select from begun where differs))
      select epoch, head, differs, pg_notify($5, '') from begun
      """;

  private final Pool coordination;

  public NewEpoch(Pool coordination) {
    this.coordination = coordination;
  }

  /**
   * How the feed stands then.
   *
   * @param replaced whether the journal was deleted, because it was another definition's
   */
  public record Begun(long epoch, long head, boolean replaced) {}

  /**
   * Begins it.
   *
   * @param replaceDefinition where the feed was set up with another topic, table or key: take this
   *     one's, and delete the journal
   * @return empty where nothing was done: the feed was never led, or is set up otherwise
   */
  public Future<Optional<Begun>> begin(Feed feed, boolean replaceDefinition) {
    Tuple parameters = Tuple.of(feed.name(), feed.source(), feed.topic().name(), replaceDefinition);
    return Journal.SCHEMA
        .migrate(coordination)
        .compose(
            ready ->
                coordination
                    .preparedQuery(BEGIN)
                    .execute(parameters.addString(feed.leaseChannel())))
        .map(NewEpoch::begun);
  }

  private static Optional<Begun> begun(RowSet<Row> rows) {
    return rows.stream()
        .map(row -> new Begun(row.getLong("epoch"), row.getLong("head"), row.getBoolean("differs")))
        .findFirst();
  }
}
