package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.cluster.ClusterSettings.Dns;
import dev.tickgate.cluster.ClusterSettings.Members;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Promptness;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Nodes that join, fail, leave and meet again. */
class ClusterTest extends ClusterCase {
  @Test
  void aloneItIsVertxWithAnIdOfItsOwn() {
    Cluster one = start(false, port, new Members(List.of()));
    Cluster two = start(false, port, new Members(List.of()));

    assertThat(one.vertx().isClustered()).isFalse();
    assertThat(one.nodeId()).isNotEqualTo(two.nodeId());
    assertThat(one.size()).isEqualTo(1);
    assertThat(one.isSafe()).isTrue();
  }

  @Test
  void theOthersLearnWithinTwoSecondsThatANodeDied() throws Exception {
    Cluster survivor = start();
    Cluster other = start();
    Queue<String> left = new ConcurrentLinkedQueue<>();
    Queue<String> leftForOther = new ConcurrentLinkedQueue<>();
    survivor.onMemberLeft(left::add);
    other.onMemberLeft(leftForOther::add);

    Promptness.assertWithin(
        Duration.ofSeconds(2),
        () -> {
          Cluster victim = start();
          left.clear();
          leftForOther.clear();
          long died = System.nanoTime();
          victim.terminate();
          await().atMost(SOON).until(() -> !left.isEmpty() && !leftForOther.isEmpty());
          assertThat(left).containsExactly(victim.nodeId());
          assertThat(leftForOther).containsExactly(victim.nodeId());
          return Promptness.since(died);
        });
  }

  @Test
  void theFirstNodeComesBackToItsPortAndFindsTheOthers() {
    Cluster first = start();
    Cluster second = start();
    Cluster third = start();
    assertThat(List.of(first.port(), second.port(), third.port())).doesNotHaveDuplicates();
    Queue<String> left = new ConcurrentLinkedQueue<>();
    second.onMemberLeft(left::add);
    int itsPort = first.port();
    first.terminate();
    await().atMost(SOON).until(() -> left.contains(first.nodeId()));

    Cluster again = start();

    assertThat(again.port()).isEqualTo(itsPort);
    assertThat(again.size()).isEqualTo(3);
    Queue<Publication> heard = new ConcurrentLinkedQueue<>();
    new Bus(third.vertx()).hear(TOPIC, heard::add).await();
    await().atMost(SOON).until(() -> heardByAll(new Bus(again.vertx()), List.of(heard)));
  }

  @Test
  void nodesStartedAtTheSameMomentAreOneCluster() {
    List<Future<Cluster>> starting =
        List.of(starting(true, port, local()), starting(true, port, local()));

    Future.all(starting).await();

    await().atMost(SOON).until(() -> started.stream().allMatch(cluster -> cluster.size() == 2));
  }

  @Test
  void partsThatSeeEachOtherLateBecomeOneAndHearEachOther() {
    int farPort = Ports.ofCluster();
    Members far = new Members(List.of("127.0.0.1:" + farPort));
    // The first knows where the second will be; the second does not know of the first.
    Cluster first = start(true, port, far);
    Cluster second = start(true, farPort, far);
    assertThat(List.of(first.size(), second.size())).containsOnly(1);
    Queue<Publication> heard = new ConcurrentLinkedQueue<>();
    new Bus(first.vertx()).hear(TOPIC, heard::add).await();

    await().atMost(SOON).until(() -> first.size() == 2 && second.size() == 2);

    await().atMost(SOON).until(() -> heardByAll(new Bus(second.vertx()), List.of(heard)));
  }

  @Test
  void aNodeThatStopsLeavesAtOnceAndTheRestIsSafe() throws Exception {
    Cluster staying = start();
    Queue<String> left = new ConcurrentLinkedQueue<>();
    staying.onMemberLeft(left::add);

    Promptness.assertWithin(
        Duration.ofSeconds(2),
        () -> {
          Cluster leaving = start();
          leaving.close().await();
          long stopped = System.nanoTime();
          await().atMost(SOON).until(() -> left.contains(leaving.nodeId()));
          return Promptness.since(stopped);
        });
    await().atMost(SOON).until(staying::isSafe);
    assertThat(staying.size()).isEqualTo(1);
  }

  @Test
  void aNodeOfAnotherNameStaysApart() {
    start();
    Cluster stranger =
        track(
            Cluster.start(
                settings("other-" + name, true, port, local()),
                new VertxOptions(),
                IoTransport.NIO));

    assertThat(stranger.size()).isEqualTo(1);
  }

  @Test
  void theAddressesOfADnsNameAreMembers() {
    Cluster first = start(true, port, new Dns("localhost"));

    assertThat(first.size()).isEqualTo(1);
    assertThat(first.port()).isEqualTo(port);
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int itsPort = taken.getLocalPort();

      assertThatThrownBy(() -> start(true, itsPort, new Members(List.of("192.0.2.1:5701"))))
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("cluster.port " + itsPort + " is in use");
    }
  }

  @Test
  void aTakenBusPortIsNamedAndTheClusterIsLeft() throws IOException {
    Cluster staying = start();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      ClusterSettings settings =
          new ClusterSettings(
              true,
              name,
              "127.0.0.1",
              port,
              Optional.empty(),
              taken.getLocalPort(),
              Optional.empty(),
              local());

      assertThatThrownBy(() -> track(Cluster.start(settings, new VertxOptions(), IoTransport.NIO)))
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("cluster.busPort " + taken.getLocalPort() + " is in use");
    }
    await().atMost(SOON).until(() -> staying.size() == 1);
  }
}
