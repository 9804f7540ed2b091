package dev.tickgate;

import dev.tickgate.bus.Bus;
import dev.tickgate.feed.Feed;
import dev.tickgate.gateway.Census;
import dev.tickgate.gateway.Fanout;
import dev.tickgate.gateway.FanoutVerticle;
import dev.tickgate.gateway.GatewaySettings;
import dev.tickgate.gateway.GatewayVerticle;
import dev.tickgate.gateway.JournalPages;
import dev.tickgate.gateway.LineSource;
import dev.tickgate.hub.Access;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.ops.GatewayMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.Readiness;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Census census = new Census(settings.limits());
    JournalPages pages = new JournalPages(vertx, bus);
    List<GatewayVerticle> serving = new CopyOnWriteArrayList<>();
    FanoutVerticle intake =
        new FanoutVerticle(topics(), bus, fanout, config.historySize(), metrics);
    readiness.register("topics", () -> intake.incomplete().isEmpty());
    return loops
        .deploy(
            () -> {
              GatewayVerticle loop = new GatewayVerticle(settings, fanout, pages, census, metrics);
              serving.add(loop);
              return loop;
            },
            settings.instances())
        // The intake outlives the loops: their clients hear ticks until they are told to leave.
        .compose(listening -> rest.deploy(intake))
        .compose(hearing -> startSource(fanout))
        .map(hearing -> serving.get(0).port());
  }

  private Future<Void> startSource(Fanout fanout) {
    int port = config.diagnostics().sourcePort();
    return port == 0
        ? Future.succeededFuture()
        : rest.deploy(new LineSource(port, fanout, InstantSource.system()));
  }

  /** A node for measurements alone waits for no feed: there is nobody who could lead it. */
  private List<Topic> topics() {
    boolean isolated = !config.cluster().enabled() && !config.roles().contains(Role.POLLER);
    return isolated && config.diagnostics().sourcePort() > 0
        ? List.of()
        : feeds.stream().map(Feed::topic).toList();
  }

  private GatewaySettings settings() {
    Map<String, Topic> streams = new HashMap<>();
    Map<String, Topic> symbols = new HashMap<>();
    for (Feed feed : feeds) {
      streams.put(feed.table(), feed.topic());
      symbols.put(feed.symbol(), feed.topic());
    }
    Set<Topic> families = Set.of();
    Set<Topic> topics = Set.copyOf(symbols.values());
    if (config.diagnostics().sourcePort() > 0) {
      streams.put(LineSource.TOPIC.name(), LineSource.TOPIC);
      families = Set.of(LineSource.TOPIC);
    }
    return new GatewaySettings(
        config.http().host(),
        config.http().port(),
        config.eventLoops(),
        config.http().compression(),
        config.http().edge(),
        new HubSettings(
            config.historySize(),
            config.outboxLimit(),
            config.maxSubscriptions(),
            config.heartbeat()),
        config.limits(),
        config.diagnostics().echo(),
        config.drain(),
        config.batchWindow(),
        new Access(topics, families),
        streams,
        symbols);
  }
}
