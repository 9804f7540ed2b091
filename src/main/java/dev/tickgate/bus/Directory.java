package dev.tickgate.bus;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who hears which address, and where they are. Hazelcast keeps each entry at one of the members,
 * and while that one hangs its question hangs too, until it is given up 12 s later; a leader that
 * has just taken over would be mute so long. So what was known last is the answer where none comes.
 *
 * <p>Any thread may call, which is why the memory is concurrent.
 */
final class Directory extends HazelcastClusterManager {
  private static final long PATIENCE = 250;
  private static final long REMOVAL_PATIENCE = 1_000;
  private static final Duration REFRESH_PAUSE = Duration.ofMillis(900);
  // Each waits on a thread that others need, too, for as long as a member hangs.
  private static final int REFRESHING = 4;
  // Nodes come and go for months: then it starts anew.
  private static final int MOST = 10_000;

  private final Map<String, List<RegistrationInfo>> registrations = new ConcurrentHashMap<>();
  private final Map<String, NodeInfo> nodes = new ConcurrentHashMap<>();
  private final Map<String, Long> refreshed = new ConcurrentHashMap<>();
  private final Set<String> refreshing = ConcurrentHashMap.newKeySet();
  private volatile RegistrationListener listener;
  private volatile Vertx vertx;

  Directory(HazelcastInstance hazelcast) {
    super(hazelcast);
  }

  @Override
  public void init(Vertx vertx) {
    this.vertx = vertx;
    super.init(vertx);
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    this.listener = listener;
    super.registrationListener(listener);
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> answer) {
    Completable<List<RegistrationInfo>> late =
        (found, failure) -> {
          // What was told from memory may have been wrong.
          if (failure == null) {
            listener.registrationsUpdated(new RegistrationUpdateEvent(address, found));
          }
        };
    super.getRegistrations(address, orRemembered(registrations, address, answer, late));
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> answer) {
    super.getNodeInfo(nodeId, orRemembered(nodes, nodeId, answer, (found, failure) -> {}));
  }

  /** Not waited for long: who leaves is taken off with the node, and hears nothing meanwhile. */
  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> answer) {
    AtomicBoolean answered = new AtomicBoolean();
    Completable<Void> once =
        (removed, failure) -> {
          if (answered.compareAndSet(false, true)) {
            answer.complete(removed, failure);
          }
        };
    long timer = vertx.setTimer(REMOVAL_PATIENCE, now -> once.succeed());
    super.removeRegistration(
        address,
        registration,
        (removed, failure) -> {
          vertx.cancelTimer(timer);
          once.complete(removed, failure);
        });
  }

  /**
   * Asks both anew, so that they are remembered, and what Vert.x took them for is put right: it is
   * told of what changes, but when two parts of a cluster become one not of all of it.
   */
  void refresh(String address) {
    long now = System.nanoTime();
    Long last = refreshed.get(address);
    boolean recent = last != null && now - last < REFRESH_PAUSE.toNanos();
    if (recent || refreshing.size() >= REFRESHING || !refreshing.add(address)) {
      return;
    }
    refreshed.put(address, now);
    super.getRegistrations(
        address,
        (found, failure) -> {
          refreshing.remove(address);
          if (failure == null) {
            found(address, found);
          }
        });
  }

  private void found(String address, List<RegistrationInfo> found) {
    registrations.put(address, found);
    found.forEach(one -> getNodeInfo(one.nodeId(), (node, unknown) -> {}));
    if (listener.wantsUpdatesFor(address)) {
      listener.registrationsUpdated(new RegistrationUpdateEvent(address, found));
    }
  }

  /** For tests: who is told of what changes. */
  RegistrationListener listener() {
    return listener;
  }

  private <T> Completable<T> orRemembered(
      Map<String, T> memory, String key, Completable<T> answer, Completable<T> late) {
    T remembered = memory.get(key);
    AtomicBoolean answered = new AtomicBoolean();
    long timer =
        remembered == null
            ? -1
            : vertx.setTimer(
                PATIENCE,
                now -> {
                  if (answered.compareAndSet(false, true)) {
                    answer.succeed(remembered);
                  }
                });
    return (found, failure) -> {
      vertx.cancelTimer(timer);
      if (failure == null) {
        if (memory.size() >= MOST) {
          memory.clear();
        }
        memory.put(key, found);
      }
      if (answered.compareAndSet(false, true)) {
        answer.complete(found, failure);
      } else {
        late.complete(found, failure);
      }
    };
  }
}
