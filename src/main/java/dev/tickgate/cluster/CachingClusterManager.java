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
 * Caches the registrations of addresses. Hazelcast stores each entry at one of the members. While
 * that member hangs, a query for the entry hangs too, for up to 12 s, and a new leader could not
 * publish for that time. So the cached registrations are returned where Hazelcast does not answer.
 *
 * <p>Any thread may call, so the caches are concurrent.
 */
public final class CachingClusterManager extends HazelcastClusterManager {
  private static final long NO_TIMER = -1;
  private static final long PATIENCE = 250;
  private static final long REMOVAL_PATIENCE = 1_000;
  private static final Duration REFRESH_PAUSE = Duration.ofMillis(900);
  // The maximum size of a cache, which is cleared when it is full: nodes join and leave for months.
  private static final int MOST = 10_000;

  private final Map<String, List<RegistrationInfo>> registrations = new ConcurrentHashMap<>();
  private final Map<String, NodeInfo> nodes = new ConcurrentHashMap<>();
  private final Map<String, Long> refreshed = new ConcurrentHashMap<>();
  private final SharedQuestions<List<RegistrationInfo>> asking = new SharedQuestions<>();
  // Nodes whose metadata is being queried.
  private final Set<String> queriedNodes = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanos;
  private final UnheardAddresses unheard;
  private volatile DeduplicatingRegistrationListener listener;
  private volatile Vertx vertx;
  private volatile RegistrationReconciler reconciler;

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
    this.reconciler = new RegistrationReconciler(vertx, new Registrations());
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
    changed(reconciler::joined);
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    super.memberRemoved(event);
    changed(reconciler::left);
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    super.stateChanged(event);
    if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
      changed(reconciler::joined);
    }
  }

  private void changed(Runnable look) {
    unheard.changed();
    if (isActive()) {
      look.run();
    }
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> answer) {
    reconciler.registered(address, registration);
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
            // The cached registrations that were returned may be wrong.
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

  /** Caches the metadata of a node, which never changes while the node runs. */
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

  /**
   * Waits at most 1 s. The consumer receives nothing meanwhile, and a registration that was not
   * removed ends with the node.
   */
  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> answer) {
    reconciler.unregistered(address, registration);
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

  /** Waits at most 1 s: no change is reported any more, and the node leaves Hazelcast next. */
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
   * Queries the registrations of an address and the metadata of unknown nodes, and corrects both
   * caches, also that of Vert.x. Hazelcast reports changes, but not all of them when two parts of a
   * cluster merge.
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
      if (!nodes.containsKey(one.nodeId()) && queriedNodes.add(one.nodeId())) {
        getNodeInfo(one.nodeId(), (node, unknown) -> queriedNodes.remove(one.nodeId()));
      }
    }
    if (listener.isRemembered(address)) {
      listener.registrationsUpdated(new RegistrationUpdateEvent(address, found));
    }
  }

  /** For tests: the listener that receives changes. */
  DeduplicatingRegistrationListener listener() {
    return listener;
  }

  /** For tests: adds a registration to Hazelcast only, not to this node's own registrations. */
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

    @Override
    public void forget(String address) {
      registrations.remove(address, List.of());
    }
  }
}
