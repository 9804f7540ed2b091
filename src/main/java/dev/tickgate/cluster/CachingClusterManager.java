package dev.tickgate.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Caches the registrations of addresses. Hazelcast keeps each entry at one of the members, and
 * while that member hangs a query for it hangs too, for up to 12 s; a new leader could not publish
 * for that time. So the cached registrations are the answer where Hazelcast gives none.
 *
 * <p>Any thread may call, which is why the memory is concurrent.
 */
public final class CachingClusterManager extends HazelcastClusterManager {
  private static final long NO_TIMER = -1;
  private static final long PATIENCE = 250;
  private static final long REMOVAL_PATIENCE = 1_000;
  private static final Duration REFRESH_PAUSE = Duration.ofMillis(900);
  // Nodes come and go for months: then it starts anew.
  private static final int MOST = 10_000;

  private final Map<String, List<RegistrationInfo>> registrations = new ConcurrentHashMap<>();
  private final Map<String, NodeInfo> nodes = new ConcurrentHashMap<>();
  private final Map<String, Long> refreshed = new ConcurrentHashMap<>();
  private final SharedQuestions<List<RegistrationInfo>> asking = new SharedQuestions<>();
  // Nodes that are being asked after.
  private final Set<String> meeting = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanos;
  private final UnheardAddresses unheard;
  private volatile DeduplicatingRegistrationListener listener;
  private volatile Vertx vertx;
  private volatile RegistrationReconciler secondLook;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  CachingClusterManager(HazelcastInstance hazelcast, LongSupplier nanos) {
    super(hazelcast);
    this.nanos = nanos;
    this.unheard = new UnheardAddresses(nanos);
  }

  @Override
  public void init(Vertx vertx) {
    this.vertx = vertx;
    this.secondLook = new RegistrationReconciler(vertx, new Registrations());
    super.init(vertx);
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    this.listener = new DeduplicatingRegistrationListener(listener, unheard, nanos);
    super.registrationListener(this.listener);
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    super.memberAdded(event);
    changed();
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    super.memberRemoved(event);
    changed();
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    super.stateChanged(event);
    if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
      changed();
    }
  }

  private void changed() {
    unheard.changed();
    if (isActive()) {
      secondLook.restless();
    }
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> answer) {
    secondLook.registered(address, registration);
    super.addRegistration(address, registration, answer);
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> answer) {
    listener.forget(address);
    if (unheard.has(address)) {
      answer.succeed(List.of());
      return;
    }
    List<RegistrationInfo> remembered = registrations.get(address);
    FirstAnswer<List<RegistrationInfo>> first = new FirstAnswer<>(answer);
    long timer =
        remembered == null ? NO_TIMER : vertx.setTimer(PATIENCE, now -> first.succeed(remembered));
    ask(
        address,
        (found, failure) -> {
          vertx.cancelTimer(timer);
          if (!first.gives(found, failure) && failure == null) {
            // The cached answer may have been wrong.
            listener.registrationsUpdated(new RegistrationUpdateEvent(address, found));
          }
        });
  }

  private void ask(String address, Completable<List<RegistrationInfo>> answer) {
    if (asking.isFirst(address, answer)) {
      long before = unheard.changes();
      super.getRegistrations(
          address,
          (found, failure) -> {
            if (failure == null) {
              remember(registrations, address, found);
              unheard.asked(address, found, before);
            }
            asking.answer(address, found, failure);
          });
    }
  }

  /** The metadata of a node never changes while it runs. */
  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> answer) {
    NodeInfo remembered = nodes.get(nodeId);
    if (remembered != null) {
      answer.succeed(remembered);
      return;
    }
    super.getNodeInfo(
        nodeId,
        (found, failure) -> {
          if (failure == null) {
            remember(nodes, nodeId, found);
          }
          answer.complete(found, failure);
        });
  }

  private static <T> void remember(Map<String, T> memory, String key, T found) {
    if (memory.size() >= MOST) {
      memory.clear();
    }
    memory.put(key, found);
  }

  /** Not waited for long: who leaves is taken off with the node, and hears nothing meanwhile. */
  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> answer) {
    secondLook.unregistered(address, registration);
    FirstAnswer<Void> first = new FirstAnswer<>(answer);
    long timer = vertx.setTimer(REMOVAL_PATIENCE, now -> first.succeed());
    super.removeRegistration(
        address,
        registration,
        (removed, failure) -> {
          vertx.cancelTimer(timer);
          first.complete(removed, failure);
        });
  }

  /** Not waited for long either: nobody is told anything any more, and Hazelcast is left next. */
  @Override
  public void leave(Completable<Void> answer) {
    CompletableFuture<Void> left = new CompletableFuture<>();
    left.completeOnTimeout(null, REMOVAL_PATIENCE, TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> answer.complete(done, failure));
    super.leave(
        (done, failure) -> {
          if (failure == null) {
            left.complete(done);
          } else {
            left.completeExceptionally(failure);
          }
        });
  }

  /**
   * Asks both anew, so that they are remembered, and what Vert.x took them for is put right: it is
   * told of what changes, but when two parts of a cluster become one not of all of it.
   */
  public void refresh(String address) {
    long now = nanos.getAsLong();
    Long last = refreshed.get(address);
    if (last != null && now - last < REFRESH_PAUSE.toNanos()) {
      return;
    }
    refreshed.put(address, now);
    ask(
        address,
        (found, failure) -> {
          if (failure == null) {
            refreshed(address, found);
          }
        });
  }

  private void refreshed(String address, List<RegistrationInfo> found) {
    for (RegistrationInfo one : found) {
      if (!nodes.containsKey(one.nodeId()) && meeting.add(one.nodeId())) {
        getNodeInfo(one.nodeId(), (node, unknown) -> meeting.remove(one.nodeId()));
      }
    }
    if (listener.isRemembered(address)) {
      listener.registrationsUpdated(new RegistrationUpdateEvent(address, found));
    }
  }

  /** For tests: who is told of what changes. */
  DeduplicatingRegistrationListener listener() {
    return listener;
  }

  /** For tests: registers it where all others do, and not here. */
  void leaveOver(String address, RegistrationInfo registration) {
    super.addRegistration(address, registration, (added, failure) -> {});
  }

  private final class Registrations implements RegistrationReconciler.Source {
    @Override
    public Set<String> asked() {
      return Set.copyOf(registrations.keySet());
    }

    @Override
    public void look(String address, Completable<List<RegistrationInfo>> answer) {
      ask(
          address,
          (found, failure) -> {
            if (failure == null) {
              refreshed(address, found);
            }
            answer.complete(found, failure);
          });
    }

    @Override
    public boolean isActive() {
      return CachingClusterManager.this.isActive();
    }

    @Override
    public String nodeId() {
      return getNodeId();
    }

    @Override
    public List<String> nodes() {
      return getNodes();
    }

    @Override
    public void takeOff(String address, RegistrationInfo registration) {
      CachingClusterManager.super.removeRegistration(
          address, registration, (removed, failure) -> {});
    }
  }
}
