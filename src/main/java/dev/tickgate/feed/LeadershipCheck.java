package dev.tickgate.feed;

import dev.tickgate.feed.TableCheck.Finding;
import dev.tickgate.feed.TableCheck.Level;
import dev.tickgate.lead.Holder;
import dev.tickgate.lead.Lease;
import dev.tickgate.lead.Owner;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Optional;

/** Reports the leader of a feed, and whether a process with this definition of it may lead. */
public final class LeadershipCheck {
  // A schema of an older version lacks columns of the query; the next start migrates it.
  private static final String CURRENT =
      """
      select count(*) = 1 from pg_attribute
      where attrelid = to_regclass('tickgate.feed') and attname = 'topic_epoch'
      """;

  private LeadershipCheck() {}

  /**
   * Queries the coordination database.
   *
   * @return failed where it does not answer
   */
  public static Future<Finding> run(Feed feed, Pool coordination) {
    Owner nobody = new Owner("", "", member -> false);
    Lease lease = new Lease(coordination, feed.identity(), nobody, Duration.ZERO);
    return coordination
        .query(CURRENT)
        .execute()
        .compose(
            found ->
                found.iterator().next().getBoolean(0)
                    ? lease.holder()
                    : Future.succeededFuture(Optional.empty()))
        .map(holder -> finding(feed, holder));
  }

  private static Finding finding(Feed feed, Optional<Holder> holder) {
    if (holder.isEmpty()) {
      return new Finding(Level.OK, "has never been led");
    }
    Holder row = holder.get();
    if (!row.source().equals(feed.identity().source())) {
      return new Finding(
          Level.ERROR,
          "is set up as \"%s\" in the database and as \"%s\" here: no process with this"
                  .formatted(row.source(), feed.identity().source())
              + " configuration can lead it (\"tickgate journal new-epoch --replace-definition\")");
    }
    return new Finding(
        Level.OK,
        (row.isFree() ? "no process leads it; " : "is led by " + row.leader() + "; ")
            + "term %d, position %s".formatted(row.term(), row.head()));
  }
}
