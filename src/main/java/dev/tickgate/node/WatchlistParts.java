package dev.tickgate.node;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.LeaseBalance;
import dev.tickgate.lead.LeaseGroup;
import dev.tickgate.lead.Owner;
import dev.tickgate.ops.FeedMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.WatchlistMeters;
import dev.tickgate.stream.Partition;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.watchlist.WatchlistSettings;
import dev.tickgate.watchlist.Watchlists;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The feeds of watchlists on one node, one for each partition. */
final class WatchlistParts {
  private final WatchlistSettings settings;
  private final Databases databases;
  private final Bus bus;
  private final Meters meters;
  private final Owner owner;
  private final LeaseGroup group = new LeaseGroup();
  private final Map<String, LeaderVerticle> leaders = new LinkedHashMap<>();

  WatchlistParts(
      WatchlistSettings settings, Databases databases, Bus bus, Meters meters, Owner owner) {
    this.settings = settings;
    this.databases = databases;
    this.bus = bus;
    this.meters = meters;
    this.owner = owner;
  }

  Future<Void> migrate() {
    return Watchlists.migrate(settings, databases.feeds().source());
  }

  /**
   * @param routes the feeds whose quotes can be prices
   */
  List<LeaderVerticle> leaders(TopicRoutes routes) {
    settings
        .parts()
        .forEach(part -> leaders.put(WatchlistSettings.feed(part), leader(part, routes)));
    return List.copyOf(leaders.values());
  }

  private LeaderVerticle leader(Partition partition, TopicRoutes routes) {
    String feed = WatchlistSettings.feed(partition);
    return Watchlists.verticle(
        settings,
        partition,
        databases.feeds().source(),
        databases.feeds().leadership(),
        bus,
        routes,
        owner,
        new FeedMeters(meters, feed),
        group,
        new WatchlistMeters(meters, feed),
        InstantSource.system(),
        System::nanoTime);
  }

  /** Returns an empty list where there is one partition, which needs no balance. */
  List<LeaseBalance> balance() {
    return leaders.size() == 1
        ? List.of()
        : List.of(
            new LeaseBalance(
                group,
                leaders,
                databases.feeds().leadership(),
                bus,
                owner,
                FeedSettings.DEFAULT.lease(),
                System::nanoTime));
  }
}
