package dev.tickgate.lead;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;

/**
 * An operator's command to begin a new epoch of a feed, in which no client continues from its
 * position. It deposes the leader, which then takes the lease again.
 */
public final class NewEpoch {
  // The terms and heads that a restored backup lacks are higher than those that it has.
  private static final String BEGIN =
      """
      with before as (
        select source, source is distinct from coalesce($2::text, source) as differs
        from tickgate.feed where name = $1),
      begun as (
        update tickgate.feed f
        set owner = '', leader = '', lease_until = '-infinity', term = term + 1000,
            epoch = greatest(epoch + 1, topic_epoch + 1,
              extract(epoch from clock_timestamp())::bigint),
            source = coalesce($2::text, f.source), topic = coalesce($3::text, f.topic),
            head = case when b.differs then 0
              else greatest(head, (
                select coalesce(max(seq), 0) from tickgate.journal where feed = $1)) end,
            snapshot = case when b.differs then null else snapshot end,
            scan_from = case when b.differs then null else scan_from end
        from before b
        where name = $1 and (not b.differs or $4)
        returning epoch, head, b.differs),
      wiped as (
        delete from tickgate.journal where feed = $1 and exists (select from begun where differs)),
      forgotten as (
        delete from tickgate.topic where feed = $1 and exists (select from begun where differs))
      select b.source, a.epoch, a.head, a.differs, pg_notify($5, '')
      from before b left join begun a on true
      """;

  private static final String FEEDS = "select name from tickgate.feed order by name";

  private final Pool coordination;

  public NewEpoch(Pool coordination) {
    this.coordination = coordination;
  }

  /** The outcome of the command. */
  public sealed interface Result {
    /**
     * The epoch has begun.
     *
     * @param replaced whether the journal was deleted, because it belonged to another definition
     */
    record Begun(long epoch, long head, boolean replaced) implements Result {}

    /** Nothing was done: the database has another definition of the feed. */
    record Differs(String database, String configuration) implements Result {}

    /** Nothing was done: the feed was never led. */
    record NeverLed() implements Result {}
  }

  /**
   * Begins the new epoch.
   *
   * @param replaceDefinition whether to replace another definition in the database by this one, and
   *     to delete the journal
   */
  public Future<Result> begin(FeedIdentity feed, boolean replaceDefinition) {
    return begin(
        Tuple.of(
            feed.name(), feed.source(), feed.topicName(), replaceDefinition, feed.leaseChannel()));
  }

  /** Begins the new epoch of a feed under the definition that the database has. */
  public Future<Result> begin(String feed) {
    String channel = "tickgate." + feed.toLowerCase(Locale.ROOT);
    return begin(Tuple.of(feed, null, null, false, channel));
  }

  /** The names of all feeds that were ever led. */
  public Future<List<String>> feeds() {
    return Journal.SCHEMA
        .migrate(coordination)
        .compose(ready -> coordination.query(FEEDS).execute())
        .map(rows -> rows.stream().map(row -> row.getString("name")).toList());
  }

  private Future<Result> begin(Tuple parameters) {
    return Journal.SCHEMA
        .migrate(coordination)
        .compose(ready -> coordination.preparedQuery(BEGIN).execute(parameters))
        .map(rows -> result(parameters.getString(1), rows));
  }

  private static Result result(String source, RowSet<Row> rows) {
    if (rows.size() == 0) {
      return new Result.NeverLed();
    }
    Row row = rows.iterator().next();
    return row.getLong("epoch") == null
        ? new Result.Differs(row.getString("source"), source)
        : new Result.Begun(row.getLong("epoch"), row.getLong("head"), row.getBoolean("differs"));
  }
}
