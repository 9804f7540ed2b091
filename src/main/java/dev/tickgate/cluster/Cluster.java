package dev.tickgate.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.tickgate.bus.Bus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.net.BindException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x, alone or as a member of a cluster. Any thread may call.
 *
 * <pre>
 * start: join Hazelcast ─▶ start Vert.x on it        close: stop Vert.x ─▶ leave Hazelcast
 * </pre>
 */
public final class Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final long EVENT_BUS_PATIENCE_MS = 5_000;
  // Longer than the time-out of a graceful shutdown.
  private static final long LEAVE_PATIENCE_MS = 8_000;

  private final Vertx vertx;
  private final Optional<CachingClusterManager> directory;
  private final Bus bus;
  private final String nodeId;
  // Empty without a cluster.
  private final Optional<HazelcastInstance> hazelcast;

  private Cluster(
      Vertx vertx,
      String nodeId,
      Optional<HazelcastInstance> hazelcast,
      Optional<CachingClusterManager> directory) {
    this.vertx = vertx.exceptionHandler(Cluster::unhandled);
    this.directory = directory;
    this.bus = new Bus(vertx, address -> directory.ifPresent(known -> known.refresh(address)));
    this.nodeId = nodeId;
    this.hazelcast = hazelcast;
  }

  /**
   * @param options the options of Vert.x; those of its event bus and transport are set here
   * @return done when this process is a member; failed with a {@link BindException} where a port is
   *     taken
   */
  public static Future<Cluster> start(
      ClusterSettings settings, VertxOptions options, IoTransport transport) {
    String nodeId = UUID.randomUUID().toString();
    if (!settings.enabled()) {
      return Future.succeededFuture(
          new Cluster(
              builder(options, transport).build(), nodeId, Optional.empty(), Optional.empty()));
    }
    return ClusterJoin.watched(
            blocking("cluster-join", () -> ClusterJoin.join(settings, nodeId)),
            settings,
            ClusterJoin.SLOW)
        .compose(hazelcast -> start(settings, options, transport, nodeId, hazelcast));
  }

  private static VertxBuilder builder(VertxOptions options, IoTransport transport) {
    return Vertx.builder().with(options).withTransport(transport.transport());
  }

  private static Future<Cluster> start(
      ClusterSettings settings,
      VertxOptions options,
      IoTransport transport,
      String nodeId,
      HazelcastInstance hazelcast) {
    CachingClusterManager directory = new CachingClusterManager(hazelcast, System::nanoTime);
    return builder(options.setEventBusOptions(ClusterJoin.eventBus(settings, hazelcast)), transport)
        .withClusterManager(directory)
        .buildClustered()
        .recover(
            failure ->
                blocking("cluster-leave", () -> shutdown(hazelcast))
                    .transform(
                        left -> Future.failedFuture(ClusterJoin.busFailure(settings, failure))))
        .map(
            vertx ->
                new Cluster(vertx, nodeId, Optional.of(hazelcast), Optional.of(directory))
                    .joined());
  }

  // Vert.x uses one promise for all nodes to which it sends a message, and throws when a second one
  // of them cannot be reached. That happens for each message of a connection that breaks.
  private static void unhandled(Throwable failure) {
    boolean twice =
        failure instanceof IllegalStateException
            && "Promise already completed".equals(failure.getMessage());
    if (twice) {
      LOG.atDebug().setCause(failure).log("bus.send_failed");
    } else {
      LOG.atError().setCause(failure).log("node.unhandled_exception");
    }
  }

  public Vertx vertx() {
    return vertx;
  }

  /** For tests. */
  CachingClusterManager directory() {
    return directory.orElseThrow();
  }

  public Bus bus() {
    return bus;
  }

  /** The id of this node: random, new at each start. */
  public String nodeId() {
    return nodeId;
  }

  /** Whether a node with that id is a member now; without a cluster, only this node is. */
  public boolean isMember(String node) {
    return node.equals(nodeId)
        || hazelcast
            .map(h -> h.getCluster().getMembers().stream())
            .orElse(Stream.empty())
            .anyMatch(member -> node.equals(member.getAttribute(HazelcastSetup.NODE_ID)));
  }

  /** The ids of the current members, this node included. */
  public List<String> members() {
    return hazelcast
        .map(
            h ->
                h.getCluster().getMembers().stream()
                    .map(member -> member.getAttribute(HazelcastSetup.NODE_ID))
                    .filter(Objects::nonNull)
                    .toList())
        .orElse(List.of(nodeId));
  }

  /** The membership port of this node; 0 without a cluster. */
  public int port() {
    return hazelcast.map(h -> h.getCluster().getLocalMember().getAddress().getPort()).orElse(0);
  }

  /** The number of members, this node included. */
  public int size() {
    return hazelcast.map(h -> h.getCluster().getMembers().size()).orElse(1);
  }

  /**
   * Calls the listener, on the caller's context, with the id of each node that left or was removed.
   */
  public void onMemberLeft(Consumer<String> listener) {
    Context context = vertx.getOrCreateContext();
    hazelcast.ifPresent(
        h ->
            h.getCluster()
                .addMembershipListener(
                    new Leaving(left -> context.runOnContext(turn -> listener.accept(left)))));
  }

  /**
   * Whether no entry is lost if any one member stops now. Queries the other members and may block
   * for seconds.
   */
  public boolean isSafe() {
    return hazelcast
        .map(h -> h.getLifecycleService().isRunning() && h.getPartitionService().isClusterSafe())
        .orElse(true);
  }

  /**
   * Stops Vert.x, then leaves the cluster; a member that hangs delays it only for a bounded time.
   */
  public Future<Void> close() {
    // Vert.x removes its registrations at the other members. Its own timers do not run meanwhile.
    CompletableFuture<Void> stopped =
        vertx
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .completeOnTimeout(null, EVENT_BUS_PATIENCE_MS, TimeUnit.MILLISECONDS);
    return Future.fromCompletionStage(stopped)
        .eventually(
            () -> hazelcast.map(h -> bounded(() -> shutdown(h))).orElse(Future.succeededFuture()));
  }

  /**
   * Leaves within a bounded time. A member that merges with another part does not leave before the
   * merge has succeeded or failed.
   */
  private static Future<Void> bounded(Callable<Void> leave) {
    CompletableFuture<Void> left =
        blocking("cluster-leave", leave).toCompletionStage().toCompletableFuture();
    return Future.fromCompletionStage(
        left.orTimeout(LEAVE_PATIENCE_MS, TimeUnit.MILLISECONDS)
            .exceptionally(
                failure -> {
                  LOG.atWarn().setCause(failure).log("cluster.leave_failed");
                  return null;
                }));
  }

  /** For tests: ends the member as a crash would, without leaving the cluster. */
  void terminate() {
    hazelcast.ifPresent(h -> h.getLifecycleService().terminate());
  }

  private Cluster joined() {
    LOG.atInfo()
        .addKeyValue("node", nodeId)
        .addKeyValue("port", port())
        .addKeyValue("members", size())
        .log("cluster.joined");
    onMemberLeft(
        left ->
            LOG.atInfo()
                .addKeyValue("node", left)
                .addKeyValue("members", size())
                .log("cluster.member_left"));
    hazelcast.ifPresent(h -> h.getLifecycleService().addLifecycleListener(this::stateChanged));
    return this;
  }

  /** Called on a thread of Hazelcast. */
  private void stateChanged(LifecycleEvent event) {
    // Occurs only after a split, in the smaller part.
    if (event.getState() == LifecycleState.MERGED) {
      LOG.atWarn().addKeyValue("node", nodeId).addKeyValue("members", size()).log("cluster.merged");
    }
  }

  private static Void shutdown(HazelcastInstance hazelcast) {
    hazelcast.shutdown();
    return null;
  }

  /** Runs work on a new thread, because Vert.x does not run yet, or no longer. */
  private static <T> Future<T> blocking(String thread, Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                done.complete(work.call());
              } catch (Throwable e) {
                // Also an Error: otherwise the caller would wait for ever.
                done.completeExceptionally(e);
              }
            },
            thread)
        .start();
    return Future.fromCompletionStage(done);
  }

  /** Called on a thread of Hazelcast. */
  private record Leaving(Consumer<String> listener) implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      // A member that joins registers its own addresses.
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      Member member = event.getMember();
      String left = member.getAttribute(HazelcastSetup.NODE_ID);
      // A member without Vert.x has no id.
      if (left != null) {
        listener.accept(left);
      }
    }
  }
}
