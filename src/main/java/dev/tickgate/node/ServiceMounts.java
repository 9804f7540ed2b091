package dev.tickgate.node;

import dev.tickgate.auth.AuthServices;
import dev.tickgate.bus.Bus;
import dev.tickgate.candle.CandlesApi;
import dev.tickgate.config.Config;
import dev.tickgate.diagnostics.Diagnostics;
import dev.tickgate.endpoint.FeaturesApi;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.event.EventSchemas;
import dev.tickgate.event.EventStatistics;
import dev.tickgate.event.Realtime;
import dev.tickgate.event.StatusApi;
import dev.tickgate.exchange.ExchangesApi;
import dev.tickgate.ops.RoomMeters;
import dev.tickgate.publish.Publisher;
import dev.tickgate.relay.RelaysApi;
import dev.tickgate.room.Presence;
import dev.tickgate.room.Rooms;
import dev.tickgate.store.Database;
import dev.tickgate.store.DatabaseSettings;
import dev.tickgate.watchlist.WatchlistApi;
import dev.tickgate.watchlist.WatchlistSettings;
import dev.tickgate.watchlist.WatchlistSockets;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The services of a gateway that the configuration enables; each event loop mounts its own.
 *
 * @param databases the databases of the node, where it has opened them
 * @param parts closes the connections that are opened here
 */
record ServiceMounts(
    Config config,
    Vertx vertx,
    Bus bus,
    Publisher publisher,
    AuthServices auth,
    Optional<Databases> databases,
    ShutdownStack parts) {

  List<MountFactory> create(
      EventStatistics statistics, Presence presence, Optional<RoomMeters> roomMeters) {
    List<MountFactory> mounts = new ArrayList<>();
    mounts.add(FeaturesApi.of(features()));
    if (config.diagnostics().echo()) {
      mounts.add(Diagnostics::new);
    }
    if (!config.exchanges().isEmpty()) {
      mounts.add(ExchangesApi.of(config.exchanges(), bus, InstantSource.system()));
    }
    if (!config.relays().isEmpty()) {
      mounts.add(RelaysApi.of(config.relays(), bus, InstantSource.system()));
    }
    config.watchlists().ifPresent(settings -> mounts.addAll(watchlists(settings)));
    if (config.candles().isPresent()) {
      mounts.add(CandlesApi.of(bus));
    }
    config
        .rooms()
        .ifPresent(
            settings ->
                mounts.add(
                    Rooms.mount(
                        settings,
                        coordinationPool(),
                        presence,
                        publisher,
                        roomMeters.orElseThrow(),
                        principal -> ClientRights.isAdmin(config, principal, auth))));
    if (config.events()) {
      mounts.addAll(events(statistics));
    }
    return mounts;
  }

  private Map<String, Boolean> features() {
    return Map.of(
        "candles", config.candles().isPresent(),
        "events", config.events(),
        "exchanges", !config.exchanges().isEmpty(),
        "rooms", config.rooms().isPresent(),
        "watchlists", config.watchlists().isPresent());
  }

  private List<MountFactory> watchlists(WatchlistSettings settings) {
    Pool lists = listsPool();
    return List.of(
        WatchlistSockets.of(settings, lists, ClientRights.everybody(config, auth)),
        WatchlistApi.of(settings, lists, ClientRights.everybody(config, auth), System::nanoTime));
  }

  private List<MountFactory> events(EventStatistics statistics) {
    EventSchemas schemas = new EventSchemas(config.realtime().channels(), InstantSource.system());
    return List.of(
        StatusApi.of(
            config.realtime(),
            bus,
            publisher,
            principal -> ClientRights.isAdmin(config, principal, auth),
            InstantSource.system()),
        Realtime.of(config.realtime(), schemas, statistics));
  }

  /**
   * Returns the pool of the database with the lists: that of the node, or a pool of the gateway.
   */
  private Pool listsPool() {
    return databases
        .map(opened -> opened.feeds().source())
        .orElseGet(() -> ownPool(config.database().server().orElseThrow()));
  }

  /**
   * Returns the pool of the database with the rooms: that of the node, or a pool of the gateway.
   */
  private Pool coordinationPool() {
    return databases
        .map(opened -> opened.feeds().coordination())
        .orElseGet(() -> ownPool(config.coordination().orElseGet(config::anyDatabase)));
  }

  private Pool ownPool(DatabaseSettings settings) {
    Pool pool = new Database(vertx, settings).pool();
    parts.onClose(pool::close);
    return pool;
  }
}
