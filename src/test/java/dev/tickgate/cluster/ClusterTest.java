package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.Bus.Registration;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.cluster.ClusterSettings.Discovery;
import dev.tickgate.cluster.ClusterSettings.Dns;
import dev.tickgate.cluster.ClusterSettings.Members;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.SyncOnly;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClusterTest {
  private static final String FEED = "usd_jpy";
  private static final Topic TOPIC = Topic.ofTicks("USD_JPY");
  private static final Duration SOON = Duration.ofSeconds(15);

  private final String name = "test-" + UUID.randomUUID();
  private final int port = Ports.ofCluster();
  @Fixture private final List<Cluster> started = new ArrayList<>();

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
  void whoIsTakenForSomebodyElseIsFoundAgain() {
    Cluster leader = start();
    Cluster gateway = start();
    Queue<Publication> heard = new ConcurrentLinkedQueue<>();
    gateway.bus().hear(TOPIC, heard::add).await();
    leader.bus().serve(FEED, new SyncOnly(request -> answer())).await();
    SyncRequest request = new SyncRequest(FEED, TOPIC, Optional.empty(), 0);
    await().atMost(SOON).until(() -> ask(gateway, request).succeeded());
    leader.bus().publish(FEED, batch(publication(1, 1)));
    await().atMost(SOON).until(() -> heard.size() == 1);

    // As after a split whose end was not told in full.
    mislead(gateway, "tickgate.sync." + FEED);
    mislead(leader, TOPIC.name());
    leader.bus().publish(FEED, batch(publication(1, 2)));
    assertThat(ask(gateway, request).succeeded()).isFalse();

    await().atMost(SOON).until(() -> ask(gateway, request).succeeded());
    await()
        .atMost(SOON)
        .until(
            () -> {
              leader.bus().publish(FEED, batch(publication(1, 3)));
              return heard.size() > 1;
            });
    assertThat(heard).extracting(p -> p.position().offset()).doesNotContain(2L);
  }

  @Test
  void aRegistrationThatCameBackIsTakenOffByWhoseItIs() {
    Cluster deposed = start();
    Cluster gateway = start();
    Registration leading = deposed.bus().serve(FEED, new SyncOnly(request -> answer())).await();
    SyncRequest request = new SyncRequest(FEED, TOPIC, Optional.empty(), 0);
    await().atMost(SOON).until(() -> ask(gateway, request).succeeded());
    leading.cancel().await();
    await().atMost(SOON).until(() -> registered(gateway).isEmpty());

    // As when two parts of a cluster became one: neither of these two answers.
    leaveOver(gateway, deposed.nodeId());
    leaveOver(gateway, "a node that is gone");
    await().atMost(SOON).until(() -> registered(gateway).size() == 2);
    Cluster leader = start();
    leader.bus().serve(FEED, new SyncOnly(asked -> answer())).await();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(registered(gateway))
                    .extracting(RegistrationInfo::nodeId)
                    .containsExactly(leader.nodeId()));
    assertThat(ask(gateway, request).succeeded()).isTrue();
  }

  private static FeedBatch batch(Publication publication) {
    Position position = publication.position();
    return new FeedBatch(1, position.epoch(), position.offset(), List.of(publication));
  }

  private static Future<SyncReply> answer() {
    return Future.succeededFuture(new SyncReply(1, new Position(1, 1), FeedState.LIVE, List.of()));
  }

  private static void leaveOver(Cluster by, String node) {
    by.directory().leaveOver("tickgate.sync." + FEED, new RegistrationInfo(node, 99, false));
  }

  private static List<RegistrationInfo> registered(Cluster asked) {
    Promise<List<RegistrationInfo>> answer = Promise.promise();
    asked.directory().getRegistrations("tickgate.sync." + FEED, answer);
    return answer.future().await();
  }

  private static Future<SyncReply> ask(Cluster gateway, SyncRequest request) {
    Future<SyncReply> answer = gateway.bus().sync(request, Duration.ofSeconds(1));
    answer.otherwiseEmpty().await();
    return answer;
  }

  private static void mislead(Cluster node, String address) {
    RegistrationInfo nobody = new RegistrationInfo("a node that is gone", 1, false);
    node.directory()
        .listener()
        .registrationsUpdated(new RegistrationUpdateEvent(address, List.of(nobody)));
  }

  @Test
  void whatOneNodePublishesEveryHearingNodeHearsOnce() {
    List<Cluster> nodes = List.of(start(), start(), start());
    List<Queue<Publication>> heard = new ArrayList<>();
    for (Cluster node : nodes) {
      Queue<Publication> queue = new ConcurrentLinkedQueue<>();
      new Bus(node.vertx()).hear(TOPIC, queue::add).await();
      heard.add(queue);
    }
    Bus publisher = new Bus(nodes.get(0).vertx());
    long last = 50;
    // A node hears of a registration a moment after it is made; what was published before that
    // is what History and sync are for.
    await().atMost(SOON).until(() -> heardByAll(publisher, heard));
    for (long offset = 1; offset <= last; offset++) {
      publisher.publish(FEED, batch(publication(1, offset)));
    }

    await()
        .atMost(SOON)
        .until(() -> heard.stream().allMatch(queue -> offsets(queue).contains(last)));
    List<Long> all = LongStream.rangeClosed(1, last).boxed().toList();
    assertThat(heard).allSatisfy(queue -> assertThat(offsets(queue)).isEqualTo(all));
  }

  @Test
  void theOthersLearnWithinTwoSecondsThatANodeDied() {
    Cluster survivor = start();
    Cluster victim = start();
    Cluster other = start();
    Queue<String> left = new ConcurrentLinkedQueue<>();
    Queue<String> leftForOther = new ConcurrentLinkedQueue<>();
    survivor.onMemberLeft(left::add);
    other.onMemberLeft(leftForOther::add);

    victim.terminate();

    await().atMost(Duration.ofSeconds(2)).until(() -> !left.isEmpty() && !leftForOther.isEmpty());
    assertThat(left).containsExactly(victim.nodeId());
    assertThat(leftForOther).containsExactly(victim.nodeId());
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

    await().atMost(Duration.ofSeconds(40)).until(() -> first.size() == 2 && second.size() == 2);

    await().atMost(SOON).until(() -> heardByAll(new Bus(second.vertx()), List.of(heard)));
  }

  @Test
  void aNodeThatStopsLeavesAtOnceAndTheRestIsSafe() {
    Cluster staying = start();
    Cluster leaving = start();
    Queue<String> left = new ConcurrentLinkedQueue<>();
    staying.onMemberLeft(left::add);

    leaving.close().await();

    await().atMost(Duration.ofSeconds(2)).until(() -> left.contains(leaving.nodeId()));
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

  private Cluster start() {
    return start(true, port, local());
  }

  private Cluster start(boolean enabled, int itsPort, Discovery discovery) {
    return starting(enabled, itsPort, discovery).await();
  }

  private Future<Cluster> starting(boolean enabled, int itsPort, Discovery discovery) {
    return Cluster.start(
            settings(name, enabled, itsPort, discovery), new VertxOptions(), IoTransport.NIO)
        .onSuccess(this::remember);
  }

  private Cluster track(Future<Cluster> starting) {
    return starting.onSuccess(this::remember).await();
  }

  // Synchronized: two start at the same time, each completes on a thread of its own.
  private synchronized void remember(Cluster cluster) {
    started.add(cluster);
  }

  private Members local() {
    return new Members(List.of("127.0.0.1:" + port));
  }

  private static ClusterSettings settings(
      String name, boolean enabled, int port, Discovery discovery) {
    return new ClusterSettings(
        enabled, name, "127.0.0.1", port, Optional.empty(), 0, Optional.empty(), discovery);
  }

  private static List<Long> offsets(Queue<Publication> heard) {
    return heard.stream()
        .map(Publication::position)
        .filter(position -> position.epoch() == 1)
        .map(Position::offset)
        .toList();
  }

  /** Knocks, in an epoch that is not the test's. */
  private static boolean heardByAll(Bus publisher, List<Queue<Publication>> heard) {
    publisher.publish(FEED, batch(publication(2, 1)));
    return heard.stream().noneMatch(Queue::isEmpty);
  }

  private static Publication publication(long epoch, long offset) {
    return Publication.at(TOPIC, new Position(epoch, offset), "{\"type\":\"ticker\"}");
  }
}
