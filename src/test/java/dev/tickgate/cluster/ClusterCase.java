package dev.tickgate.cluster;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.cluster.ClusterSettings.Discovery;
import dev.tickgate.cluster.ClusterSettings.Members;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;

/** Nodes of one cluster, which a test starts and ends. */
@Timeout(180)
abstract class ClusterCase {
  static final String FEED = "usd_jpy";
  static final Topic TOPIC = Topic.ofTicks("USD_JPY");
  static final Duration SOON = AwaitLimit.LIMIT;

  final String name = "test-" + UUID.randomUUID();
  final int port = Ports.ofCluster();
  @Fixture final List<Cluster> started = new ArrayList<>();

  Cluster start() {
    return start(true, port, local());
  }

  Cluster start(boolean enabled, int itsPort, Discovery discovery) {
    return starting(enabled, itsPort, discovery).await();
  }

  Future<Cluster> starting(boolean enabled, int itsPort, Discovery discovery) {
    return Cluster.start(
            settings(name, enabled, itsPort, discovery), new VertxOptions(), IoTransport.NIO)
        .onSuccess(this::remember);
  }

  Cluster track(Future<Cluster> starting) {
    return starting.onSuccess(this::remember).await();
  }

  // Synchronized: two start at the same time, each completes on a thread of its own.
  synchronized void remember(Cluster cluster) {
    started.add(cluster);
  }

  Members local() {
    return new Members(List.of("127.0.0.1:" + port));
  }

  static ClusterSettings settings(String name, boolean enabled, int port, Discovery discovery) {
    return new ClusterSettings(
        enabled, name, "127.0.0.1", port, Optional.empty(), 0, Optional.empty(), discovery);
  }

  static FeedBatch batch(Publication publication) {
    Position position = publication.position();
    return new FeedBatch(1, 1, position.epoch(), 0, position.offset(), List.of(publication));
  }

  static Publication publication(long epoch, long offset) {
    return Publication.at(TOPIC, new Position(epoch, offset), "{\"type\":\"ticker\"}");
  }

  /** Knocks, in an epoch that is not the test's. */
  static boolean heardByAll(Bus publisher, List<Queue<Publication>> heard) {
    publisher.publish(FEED, batch(publication(2, 1)));
    return heard.stream().noneMatch(Queue::isEmpty);
  }
}
