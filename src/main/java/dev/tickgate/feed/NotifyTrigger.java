package dev.tickgate.feed;

import dev.tickgate.store.Identifier;
import dev.tickgate.store.Schema;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;

/**
 * The trigger that notifies the poller of new rows at once; one per feed. At commit, a NOTIFY takes
 * a lock that all notifying transactions of the server share. So a table with very many small
 * commits is better polled.
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
      select exists (select from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.oid = to_regclass($1) and c.relkind not in ('v', 'm')
          and t.tgname = $2 and t.tgenabled <> 'D')
      """;
  private static final String HAS_INSERTS =
      "select relkind not in ('v', 'm') from pg_class where oid = to_regclass($1)";

  private static final String OWNER =
      "select pg_get_userbyid(relowner)::text from pg_class where oid = to_regclass($1)";
  private static final String NO_RIGHT = "42501";

  private final Pool source;

  public NotifyTrigger(Pool source) {
    this.source = source;
  }

  /** Creates the trigger, or replaces the existing one; fails for a view, which has no inserts. */
  public Future<Void> install(Feed feed) {
    return source.withTransaction(
        connection ->
            connection
                .preparedQuery(HAS_INSERTS)
                .execute(Tuple.of(Identifier.quotedPath(feed.table())))
                .compose(found -> hasInserts(feed, found))
                .compose(known -> Schema.create(connection))
                .compose(created -> run(connection, FUNCTION))
                .compose(created -> run(connection, create(feed))));
  }

  private static Future<Void> hasInserts(Feed feed, RowSet<Row> found) {
    return found.size() == 0 || found.iterator().next().getBoolean(0)
        ? Future.succeededFuture()
        : Future.failedFuture(
            new IOException(
                "%s is a view: inserts into the tables below it fire no trigger of it; it is polled"
                    .formatted(feed.table())));
  }

  /** Whether inserts into the feed's table wake its poller. */
  public Future<Boolean> isInstalled(Feed feed) {
    return source
        .preparedQuery(INSTALLED)
        .execute(Tuple.of(Identifier.quotedPath(feed.table()), feed.channel()))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /**
   * Drops the trigger. Where the user is not the owner of the table, fails with the statement that
   * the owner must run.
   */
  public Future<Void> remove(Feed feed) {
    String drop =
        "drop trigger if exists %s on %s"
            .formatted(trigger(feed), Identifier.quotedPath(feed.table()));
    return source
        .query(drop)
        .execute()
        .<Void>mapEmpty()
        .recover(
            failure ->
                failure instanceof PgException refused && NO_RIGHT.equals(refused.getSqlState())
                    ? owner(feed)
                        .compose(owner -> Future.failedFuture(notOwner(feed, owner, drop, refused)))
                    : Future.failedFuture(failure));
  }

  private Future<String> owner(Feed feed) {
    return source
        .preparedQuery(OWNER)
        .execute(Tuple.of(Identifier.quotedPath(feed.table())))
        .map(rows -> rows.iterator().next().getString(0));
  }

  private static IOException notOwner(Feed feed, String owner, String drop, Throwable cause) {
    return new IOException(
        "only the owner of %s may drop the trigger: let the user %s run: %s"
            .formatted(feed.table(), owner, drop),
        cause);
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
