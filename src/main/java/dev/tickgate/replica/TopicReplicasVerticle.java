package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.hub.FailureLog;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every topic from the bus, once for the node, and hands it to the hubs. */
public final class TopicReplicasVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TopicReplicasVerticle.class);
  private static final long SECOND = 1000;

  private final Bus bus;
  private final Hubs hubs;
  private final List<TopicReplica> replicas;
  private final FailureLog failures = new FailureLog("intake.failed", System::nanoTime);
  private int logged;

  public TopicReplicasVerticle(
      Map<Topic, String> topics, Bus bus, Hubs hubs, int history, ReplicaMetrics metrics) {
    this.bus = bus;
    this.hubs = hubs;
    this.replicas =
        topics.entrySet().stream()
            .map(
                topic ->
                    new TopicReplica(
                        topic.getValue(),
                        topic.getKey(),
                        bus,
                        hubs,
                        history,
                        metrics,
                        InstantSource.system()))
            .toList();
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(SECOND, timer -> tick());
    return bus.attendRehearsals()
        .compose(attending -> Future.all(replicas.stream().map(TopicReplica::start).toList()));
  }

  private void tick() {
    replicas.forEach(this::tick);
    int sessions = hubs.sessions();
    if (sessions != logged) {
      logged = sessions;
      LOG.atInfo().addKeyValue("open", sessions).log("gateway.connections");
    }
  }

  private void tick(TopicReplica intake) {
    try {
      intake.tick();
    } catch (RuntimeException failure) {
      // The others' leaders must be asked all the same.
      failures.log(failure);
    }
  }

  /** Topics that this node does not have complete; any thread may ask. */
  public List<Topic> incomplete() {
    return replicas.stream()
        .filter(intake -> !intake.isComplete())
        .map(TopicReplica::topic)
        .toList();
  }
}
