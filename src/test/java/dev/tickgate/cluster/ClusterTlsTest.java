package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event bus with certificates: the processes that may publish and consume. */
class ClusterTlsTest {
  private static final Topic TOPIC = new Topic("ticks.USD_JPY");
  private static final Duration SOON = AwaitLimit.LIMIT;

  @TempDir Path ours;
  @TempDir Path theirs;
  private final String name = "test-" + UUID.randomUUID();
  private final int port = Ports.ofCluster();
  @Fixture private final List<Cluster> started = new ArrayList<>();

  @Test
  void whoHasNoCertificateOfOursIsNeitherHeardNorCanHear() {
    Certificates authority = new Certificates("ours");
    Cluster first = start(tls(authority, ours, "first"));
    Cluster second = start(tls(authority, ours, "second"));
    Cluster stranger = start(tls(new Certificates("theirs"), theirs, "stranger"));
    Queue<Publication> heardBySecond = hear(second);
    Queue<Publication> heardByStranger = hear(stranger);

    // All of them know of each other: only the certificates are in the way.
    await().atMost(SOON).until(() -> first.size() == 3);
    long[] offset = {0};
    await()
        .atMost(SOON)
        .until(
            () -> {
              publish(stranger, 2, ++offset[0]);
              publish(first, 1, offset[0]);
              return heardBySecond.size() >= 20;
            });

    assertThat(heardBySecond).allMatch(heard -> heard.position().epoch() == 1);
    assertThat(heardByStranger).allMatch(heard -> heard.position().epoch() == 2);
  }

  private static Queue<Publication> hear(Cluster node) {
    Queue<Publication> heard = new ConcurrentLinkedQueue<>();
    node.bus().hear(TOPIC, heard::add).await();
    return heard;
  }

  private static void publish(Cluster node, long epoch, long offset) {
    Publication publication =
        Publication.at(TOPIC, new Position(epoch, offset), "{\"type\":\"t\"}");
    node.bus().publish("usd_jpy", new FeedBatch(1, 1, epoch, 0, offset, List.of(publication)));
  }

  private static ClusterTls tls(Certificates authority, Path dir, String node) {
    Certificates.Pair pair = authority.issue(dir, node);
    return new ClusterTls(pair.cert(), pair.key(), authority.authority(dir));
  }

  private Cluster start(ClusterTls tls) {
    ClusterSettings settings =
        new ClusterSettings(
            true,
            name,
            "127.0.0.1",
            port,
            Optional.empty(),
            0,
            Optional.of(tls),
            new ClusterSettings.Members(List.of("127.0.0.1:" + port)));
    Cluster cluster = Cluster.start(settings, new VertxOptions(), IoTransport.NIO).await();
    started.add(cluster);
    return cluster;
  }
}
