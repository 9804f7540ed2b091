package dev.tickgate.feed;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** Tells operators which process leads a feed, a line per feed. */
public final class LeaseReport {
  private static final String EXISTS = "select to_regclass('tickgate.feed') is not null as exists";
  // A schema of an older version has no column "leader": the row as JSON has what there is.
  private static final String LEADER =
      """
      select source, owner,
        case when starts_with(row ->> 'leader', owner) then row ->> 'leader' else owner end as leader,
        lease_until > clock_timestamp() as held
      from tickgate.feed f, to_jsonb(f) row where name = $1
      """;

  private static final String NEVER = "never led yet";

  private final Pool coordination;

  public LeaseReport(Pool coordination) {
    this.coordination = coordination;
  }

  /** Who leads the feed, and whether it is set up as this configuration says. */
  public Future<String> line(Feed feed) {
    return coordination
        .query(EXISTS)
        .execute()
        .compose(
            found ->
                found.iterator().next().getBoolean("exists")
                    ? coordination
                        .preparedQuery(LEADER)
                        .execute(Tuple.of(feed.name()))
                        .map(rows -> rows.size() == 0 ? NEVER : text(feed, rows.iterator().next()))
                    : Future.succeededFuture(NEVER))
        .map(text -> "feed %s: %s".formatted(feed.name(), text));
  }

  private static String text(Feed feed, Row row) {
    if (!row.getString("source").equals(feed.source())) {
      return "set up as \"%s\" in the database, as \"%s\" here: this configuration does not lead it"
          .formatted(row.getString("source"), feed.source());
    }
    if (row.getString("owner").isEmpty()) {
      return "led by no process now";
    }
    return row.getBoolean("held")
        ? "led by " + row.getString("leader")
        : "led by no process now, last by " + row.getString("leader");
  }
}
