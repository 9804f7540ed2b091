package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.Bus.Registration;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.SyncOnly;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Registrations on the event bus: lost, outdated and new ones. */
class ClusterRegistrationsTest extends ClusterCase {
  @Test
  void aWrongRegistrationIsCorrected() {
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
  void aRegistrationThatReappearsIsRemoved() {
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

  private static Future<SyncReply> answer() {
    return Future.succeededFuture(
        new SyncReply(1, 0, 1, new Position(1, 1), FeedState.LIVE, List.of()));
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

  private static List<Long> offsets(Queue<Publication> heard) {
    return heard.stream()
        .map(Publication::position)
        .filter(position -> position.epoch() == 1)
        .map(Position::offset)
        .toList();
  }
}
