package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.hub.FailureLog;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives every feed from the bus, once per node, and passes its topics to the hubs. */
public final class ReplicasVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicasVerticle.class);
  private static final long SECOND = 1000;

  private final TopicRoutes routes;
  private final Bus bus;
  private final Hubs hubs;
  private final Map<String, FeedReplica> replicas;
  private final FailureLog failures = new FailureLog("replica.task_failed", System::nanoTime);
  private int logged;

  /**
   * @param node the name of this node in the cluster, for the leaders
   */
  public ReplicasVerticle(
      TopicRoutes routes, Bus bus, Hubs hubs, ReplicaMetrics metrics, String node) {
    this.routes = routes;
    this.bus = bus;
    this.hubs = hubs;
    this.replicas =
        routes.feeds().stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    feed ->
                        new FeedReplica(
                            feed,
                            bus,
                            hubs,
                            metrics,
                            InstantSource.system(),
                            Optional.of(new DemandReports(feed, node, bus))
                                .filter(reports -> routes.isOnDemand(feed)))));
  }

  @Override
  public Future<?> start() {
    routes.all().forEach(this::pin);
    vertx.setPeriodic(SECOND, timer -> tick());
    return bus.attendRehearsals()
        .compose(
            attending -> Future.all(replicas.values().stream().map(FeedReplica::start).toList()))
        .onSuccess(
            hearing ->
                hubs.interests().onChange(() -> context.runOnContext(on -> takeInterests())));
  }

  private void pin(TopicRoutes.Route route) {
    route
        .topics()
        .single()
        .ifPresent(topic -> replicas.get(route.feed()).pin(topic, route.policy().history()));
  }

  private void takeInterests() {
    Interests.Change change = hubs.interests().poll();
    while (change != null) {
      take(change);
      change = hubs.interests().poll();
    }
  }

  private void take(Interests.Change change) {
    routes
        .of(change.topic())
        .ifPresent(
            route -> {
              FeedReplica replica = replicas.get(route.feed());
              if (change.generation().isPresent()) {
                replica.wanted(
                    change.topic(),
                    route.policy().history(),
                    change.hub(),
                    change.generation().getAsLong());
              } else {
                replica.unwanted(change.topic(), change.hub());
              }
            });
  }

  private void tick() {
    replicas.values().forEach(this::tick);
    int sessions = hubs.sessions();
    if (sessions != logged) {
      logged = sessions;
      LOG.atInfo().addKeyValue("open", sessions).log("gateway.connections_counted");
    }
  }

  private void tick(FeedReplica replica) {
    try {
      replica.tick();
    } catch (RuntimeException failure) {
      // The other replicas must still ask their leaders.
      failures.log(failure);
    }
  }

  /**
   * Returns the feeds whose pinned topics are not complete; all feeds if no feed has a leader that
   * answers, because this node may be disconnected from the cluster. A node that receives at least
   * one feed serves its data, as the other nodes do. Any thread may call.
   */
  public List<String> incomplete() {
    boolean cutOff = replicas.values().stream().allMatch(FeedReplica::isStale);
    return replicas.values().stream()
        .filter(replica -> cutOff || !replica.isComplete())
        .map(FeedReplica::feed)
        .toList();
  }
}
