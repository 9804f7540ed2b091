package dev.tickgate.watchlist;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.LeadershipMetrics;
import dev.tickgate.lead.LeaseGroup;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.Term;
import dev.tickgate.store.Schema;
import dev.tickgate.stream.Partition;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Creates the feeds of watchlists on one node. Only the leader of a feed reads the tables for it.
 */
public final class Watchlists {
  private Watchlists() {}

  /**
   * The tables that a poller needs in the database of the feeds; empty where the settings name
   * existing tables.
   */
  public static Optional<Schema> schema(WatchlistSettings settings) {
    return settings.existing().isPresent() ? Optional.empty() : Optional.of(WatchlistTables.OWN);
  }

  /** Creates the server's own tables; existing tables are left unchanged. */
  public static Future<Void> migrate(WatchlistSettings settings, Pool pool) {
    return new WatchlistTables(pool, settings).migrate();
  }

  /**
   * Creates the verticle of a partition's feed; the tables must exist.
   *
   * @param pool of the database with the tables
   * @param routes the feeds whose quotes can be prices
   * @param leadership the metrics of the feed's leadership
   * @param group the feeds of all partitions
   */
  public static LeaderVerticle verticle(
      WatchlistSettings settings,
      Partition partition,
      Pool pool,
      Coordination coordination,
      Bus bus,
      TopicRoutes routes,
      Owner owner,
      LeadershipMetrics leadership,
      LeaseGroup group,
      WatchlistMetrics metrics,
      InstantSource clock,
      LongSupplier nanos) {
    String feed = WatchlistSettings.feed(partition);
    String name = owner.node() + "/" + feed;
    return new LeaderVerticle(
        FeedIdentity.inMemory(feed, definition(partition), "tickgate." + feed),
        FeedSettings.DEFAULT,
        coordination,
        bus,
        owner,
        leadership,
        group,
        vertx ->
            new SourceFactory() {
              @Override
              public List<Source> create(Term term) {
                return List.of(
                    new WatchlistSource(
                        vertx,
                        bus,
                        new WatchlistTables(pool, settings),
                        settings,
                        partition,
                        routes,
                        name,
                        metrics,
                        clock,
                        nanos));
              }

              // A standby reads nothing: without demand there is nothing to read.
              @Override
              public Future<Void> rehearse(Sequencer rehearsal) {
                return Future.succeededFuture();
              }
            });
  }

  // A process with another number of partitions cannot lead the feed.
  private static String definition(Partition partition) {
    return partition.count() == 1
        ? "watchlists"
        : "watchlists, partition %d of %d".formatted(partition.number(), partition.count());
  }
}
