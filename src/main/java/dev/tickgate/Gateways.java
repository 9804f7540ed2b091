package dev.tickgate;

import dev.tickgate.bus.Bus;
import dev.tickgate.feed.Feed;
import dev.tickgate.gateway.Fanout;
import dev.tickgate.gateway.FanoutVerticle;
import dev.tickgate.gateway.GatewaySettings;
import dev.tickgate.gateway.GatewayVerticle;
import dev.tickgate.gateway.JournalPages;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.ops.GatewayMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.Readiness;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The parts of a node that serve clients: the event loops, and what they hear in common.
 *
 * @param loops what stops first
 */
record Gateways(
    Config config,
    List<Feed> feeds,
    Vertx vertx,
    Bus bus,
    Meters meters,
    Readiness readiness,
    Parts loops,
    Parts rest) {
  private static final int MAX_SUBSCRIPTIONS = 1000;

  /**
   * @return the port clients connect to; 0 without the role gateway
   */
  Future<Integer> start() {
    if (!config.roles().contains(Role.GATEWAY)) {
      return Future.succeededFuture(0);
    }
    GatewayMeters metrics = new GatewayMeters(meters);
    GatewaySettings settings = settings();
    Fanout fanout = new Fanout();
    JournalPages pages = new JournalPages(vertx, bus);
    List<GatewayVerticle> serving = new CopyOnWriteArrayList<>();
    FanoutVerticle intake =
        new FanoutVerticle(settings.symbols().values(), bus, fanout, config.historySize(), metrics);
    readiness.register("topics", () -> intake.incomplete().isEmpty());
    return loops
        .deploy(
            () -> {
              GatewayVerticle loop = new GatewayVerticle(settings, fanout, pages, metrics);
              serving.add(loop);
              return loop;
            },
            settings.instances())
        // The intake outlives the loops: their clients hear ticks until they are told to leave.
        .compose(listening -> rest.deploy(intake))
        .map(hearing -> serving.get(0).port());
  }

  private GatewaySettings settings() {
    Map<String, Topic> streams = new HashMap<>();
    Map<String, Topic> symbols = new HashMap<>();
    for (Feed feed : feeds) {
      streams.put(feed.table(), feed.topic());
      symbols.put(feed.symbol(), feed.topic());
    }
    int cores = Runtime.getRuntime().availableProcessors();
    return new GatewaySettings(
        config.http().host(),
        config.http().port(),
        config.http().instances() == 0 ? cores : config.http().instances(),
        new HubSettings(
            config.historySize(), config.outboxLimit(), MAX_SUBSCRIPTIONS, config.heartbeat()),
        config.drain(),
        streams,
        symbols);
  }
}
