package dev.tickgate.cluster;

import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.Partition;
import com.hazelcast.partition.ReplicaMigrationEvent;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The parts of the maps, and so the registrations, when members die and connections break. */
class PartitionRepairTest extends ClusterCase {
  private static final String BEHIND_LINK = "127.0.0.2";
  private static final int MORE = 100;
  // Those that are under way at their end, at the latest.
  private static final Duration DEAF = Duration.ofMillis(200);
  // An answer is given up after 15 s, and that about a part's new owner after 22 s.
  private static final Duration REPAIR = Duration.ofSeconds(40);

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final List<Joined> members = new ArrayList<>();
  private final LossyLink link = new LossyLink();

  /** A member, which is terminated at the end. */
  private record Joined(HazelcastInstance hazelcast) implements AutoCloseable {
    @Override
    public void close() {
      hazelcast.getLifecycleService().terminate();
    }
  }

  @Test
  void whatADeadMemberOwnedIsTakenOverAlthoughAnswersAboutMovingPartsWereLost() throws Exception {
    link.open();
    HazelcastInstance oldest = join(port, Optional.of(BEHIND_LINK));
    join(Ports.ofCluster(), Optional.empty());
    HazelcastInstance second = join(Ports.ofCluster(), Optional.empty());
    HazelcastInstance first = join(Ports.ofCluster(), Optional.empty());
    // The parts have no owners before something is in one.
    oldest.getMultiMap("__vertx.subs").put("an address", "a registration");
    await().atMost(SOON).until(() -> oldest.getPartitionService().isClusterSafe());
    oldest.getPartitionService().addMigrationListener(new Moving(link::loseWhatIsUnderWay));

    // The others act before its end is done.
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(() -> first.getLifecycleService().terminate());
    await().atMost(SOON).until(link::hasBroken);
    end.join();
    second.getLifecycleService().terminate();

    await().atMost(REPAIR).until(() -> ownersAreMembers(oldest));
  }

  private HazelcastInstance join(int itsPort, Optional<String> publicHost) throws IOException {
    ClusterSettings settings =
        new ClusterSettings(
            true,
            name,
            "127.0.0.1",
            itsPort,
            publicHost,
            0,
            Optional.empty(),
            new ClusterSettings.Members(List.of(BEHIND_LINK + ":" + port)));
    Joined joined = new Joined(ClusterJoin.join(settings, "node-" + itsPort));
    members.add(joined);
    return joined.hazelcast();
  }

  private static boolean ownersAreMembers(HazelcastInstance hazelcast) {
    Set<Member> alive = hazelcast.getCluster().getMembers();
    return alive.size() == 2
        && hazelcast.getPartitionService().getPartitions().stream()
            .map(Partition::getOwner)
            .allMatch(alive::contains);
  }

  /** Tells that parts are moving, and that more follow. */
  private record Moving(Runnable underWay) implements MigrationListener {
    @Override
    public void migrationStarted(MigrationState state) {}

    @Override
    public void migrationFinished(MigrationState state) {}

    @Override
    public void replicaMigrationCompleted(ReplicaMigrationEvent event) {
      if (event.getMigrationState().getRemainingMigrations() > MORE) {
        underWay.run();
      }
    }

    @Override
    public void replicaMigrationFailed(ReplicaMigrationEvent event) {}
  }

  /** All connections of the oldest member; once, it loses what is under way, and breaks them. */
  private final class LossyLink {
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean loses;
    private volatile boolean broken;

    void open() {
      NetServer listener = vertx.createNetServer().connectHandler(this::connect);
      listener.listen(port, BEHIND_LINK).await();
    }

    private void connect(NetSocket near) {
      NetClient client = vertx.createNetClient();
      near.pause();
      client
          .connect(port, "127.0.0.1")
          .onSuccess(
              far -> {
                forward(near, far);
                forward(far, near);
                near.resume();
              })
          .onFailure(refused -> near.close());
    }

    private void forward(NetSocket from, NetSocket to) {
      sockets.add(from);
      from.handler(bytes -> pass(bytes, to));
      from.closeHandler(
          closed -> {
            sockets.remove(from);
            to.close();
          });
    }

    private void pass(Buffer bytes, NetSocket to) {
      if (!loses) {
        to.write(bytes);
      }
    }

    void loseWhatIsUnderWay() {
      if (begun.compareAndSet(false, true)) {
        loses = true;
        vertx.setTimer(DEAF.toMillis(), now -> breakAll());
      }
    }

    private void breakAll() {
      List.copyOf(sockets).forEach(NetSocket::close);
      loses = false;
      broken = true;
    }

    boolean hasBroken() {
      return broken;
    }
  }
}
