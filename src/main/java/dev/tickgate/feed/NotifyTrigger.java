package dev.tickgate.feed;

import dev.tickgate.store.Schema;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * The trigger that tells the poller of new rows at once. One a feed; a NOTIFY takes a lock at
 * commit that all notifying transactions of the server share, so a table of very many small commits
 * is better polled.
 */
public final class NotifyTrigger {
  private static final String FUNCTION =
      """
      create or replace function tickgate.notify_feed() returns trigger language plpgsql as $$
      begin
        perform pg_notify(tg_argv[0], '');
        return null;
      end $$
      """;

  private static final String INSTALLED =
      """
      select exists (select from pg_trigger
        where tgrelid = to_regclass($1) and tgname = $2 and tgenabled <> 'D')
      """;

  private final Pool source;

  public NotifyTrigger(Pool source) {
    this.source = source;
  }

  /** Installs it, or leaves the one that is there. */
  public Future<Void> install(Feed feed) {
    return source.withTransaction(
        connection ->
            run(connection, "select pg_advisory_xact_lock(" + Schema.LOCK_KEY + ")")
                .compose(locked -> run(connection, Schema.CREATE))
                .compose(created -> run(connection, FUNCTION))
                .compose(created -> run(connection, create(feed))));
  }

  /** Whether inserts into the feed's table wake its poller. */
  public Future<Boolean> isInstalled(Feed feed) {
    return source
        .preparedQuery(INSTALLED)
        .execute(Tuple.of(Identifier.quotedPath(feed.table()), feed.channel()))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  public Future<Void> remove(Feed feed) {
    return source.withTransaction(
        connection ->
            run(
                connection,
                "drop trigger if exists %s on %s"
                    .formatted(trigger(feed), Identifier.quotedPath(feed.table()))));
  }

  private static String create(Feed feed) {
    return "create or replace trigger %s after insert on %s for each statement"
            .formatted(trigger(feed), Identifier.quotedPath(feed.table()))
        + " execute function tickgate.notify_feed('%s')".formatted(feed.channel());
  }

  private static String trigger(Feed feed) {
    return Identifier.quoted(feed.channel());
  }

  private static Future<Void> run(SqlConnection connection, String sql) {
    return connection.query(sql).execute().mapEmpty();
  }
}
