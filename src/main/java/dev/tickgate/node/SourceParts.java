package dev.tickgate.node;

import dev.tickgate.bus.Bus;
import dev.tickgate.cluster.Cluster;
import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.exchange.Exchanges;
import dev.tickgate.feed.Feed;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.Owner;
import dev.tickgate.ops.ExchangeMeters;
import dev.tickgate.ops.FeedMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.Readiness;
import dev.tickgate.ops.RecorderMeters;
import dev.tickgate.recorder.Recorder;
import dev.tickgate.recorder.RecorderSettings;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/** The parts of a node that need a database: pollers, exchanges, relays, and the recorders. */
public record SourceParts(
    Config config,
    List<Feed> feeds,
    Cluster cluster,
    Bus bus,
    Meters meters,
    Readiness readiness,
    ShutdownStack parts) {

  private boolean polls() {
    return config.roles().contains(Role.POLLER);
  }

  private boolean records() {
    return config.roles().contains(Role.RECORDER) && config.recorder().isPresent();
  }

  private boolean exchanges() {
    return config.roles().contains(Role.EXCHANGE) && !config.exchanges().isEmpty();
  }

  private boolean relays() {
    return config.roles().contains(Role.RELAY) && !config.relays().isEmpty();
  }

  public boolean needDatabase() {
    return polls() || demo().needDatabase() || records() || exchanges() || relays();
  }

  /** Starts the pollers, exchanges, relays, the parts of the demo, and the recorder. */
  public Future<Void> start(Databases opened) {
    return demo()
        .prepare(opened)
        .compose(ready -> polls() ? pollers(opened).start() : Future.succeededFuture())
        .compose(ready -> exchanges() ? startExchanges(opened) : Future.succeededFuture())
        .compose(ready -> relays() ? startRelays(opened) : Future.succeededFuture())
        .compose(ready -> demo().start(opened))
        .compose(ready -> records() ? startRecorder(opened) : Future.succeededFuture());
  }

  private DemoParts demo() {
    return new DemoParts(config, feeds, parts);
  }

  private Leaders leaders() {
    return new Leaders(cluster, readiness, parts);
  }

  private PollerParts pollers(Databases databases) {
    return new PollerParts(config, feeds, databases, bus, meters, leaders(), parts);
  }

  private Future<Void> startExchanges(Databases databases) {
    Owner owner = leaders().owner(config.cluster());
    return leaders()
        .start(
            "exchanges",
            config.exchanges().stream()
                .map(exchange -> exchange(exchange, databases, owner))
                .toList());
  }

  private LeaderVerticle exchange(ExchangeSettings exchange, Databases databases, Owner owner) {
    return Exchanges.verticle(
        exchange,
        FeedSettings.DEFAULT,
        databases.feeds().leadership(),
        bus,
        owner,
        new FeedMeters(meters, exchange.feed()),
        new ExchangeMeters(meters, exchange.venue()),
        InstantSource.system(),
        System::nanoTime);
  }

  private Future<Void> startRelays(Databases databases) {
    Owner owner = leaders().owner(config.cluster());
    RelayParts relays = new RelayParts(config, feeds, cluster, bus, meters);
    return leaders().start("relays", relays.create(databases.feeds().leadership(), owner));
  }

  private Future<Void> startRecorder(Databases databases) {
    RecorderSettings settings = config.recorder().orElseThrow();
    return parts.deploy(
        new Recorder(
            settings,
            databases.feeds().source(),
            bus,
            Routes.of(config, feeds),
            cluster.nodeId(),
            new RecorderMeters(meters),
            InstantSource.system()));
  }
}
