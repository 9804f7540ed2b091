package dev.tickgate;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.feed.Feed;
import dev.tickgate.gateway.Fanout;
import dev.tickgate.gateway.FanoutVerticle;
import dev.tickgate.gateway.GatewaySettings;
import dev.tickgate.gateway.GatewayVerticle;
import dev.tickgate.hub.Archive;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.ops.GatewayMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.Readiness;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The parts of a node that serve clients: an event loop each, and what they hear in common. */
record Gateways(
    Config config, List<Feed> feeds, Bus bus, Meters meters, Readiness readiness, Parts parts) {
  private static final Duration ARCHIVE_ANSWER = Duration.ofSeconds(2);
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
    List<GatewayVerticle> loops = new CopyOnWriteArrayList<>();
    FanoutVerticle intake =
        new FanoutVerticle(settings.symbols().values(), bus, fanout, config.historySize(), metrics);
    readiness.register("topics", () -> intake.incomplete().isEmpty());
    return parts
        .deploy(
            () -> {
              GatewayVerticle loop = new GatewayVerticle(settings, fanout, archive(), metrics);
              loops.add(loop);
              return loop;
            },
            settings.instances())
        .compose(listening -> parts.deploy(intake))
        .map(hearing -> loops.get(0).port());
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

  private static Archive.Page page(SyncReply reply) {
    return new Archive.Page(reply.head(), reply.state() == FeedState.LIVE, reply.publications());
  }

  private Archive archive() {
    return (topic, position, limit) ->
        bus.sync(new SyncRequest(topic, Optional.of(position), limit), ARCHIVE_ANSWER)
            .map(Gateways::page);
  }
}
