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
  // Longer than a graceful leave is given.
  private static final long LEAVE_PATIENCE_MS = 8_000;

  private final Vertx vertx;
  private final Optional<CachingClusterManager> directory;
  private final Bus bus;
  private final String nodeId;
  // Empty where we are alone.
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
   * @param options of Vert.x; those of its event bus and transport are set here
   * @return done when we are a member; failed with a {@link BindException} where a port is taken
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

  // Vert.x has one promise for all the nodes that a message goes to, and throws when a second one
  // of them cannot be reached: for each message of a connection that breaks.
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

  /** Random, new at each start. */
  public String nodeId() {
    return nodeId;
  }

  /** Whether a node of that id is in the cluster now; the only one, alone, is ourselves. */
  public boolean isMember(String node) {
    return node.equals(nodeId)
        || hazelcast
            .map(h -> h.getCluster().getMembers().stream())
            .orElse(Stream.empty())
            .anyMatch(member -> node.equals(member.getAttribute(HazelcastSetup.NODE_ID)));
  }

  /** The ids of the nodes that are in the cluster now, with our own. */
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

  /** Our own port of the membership; 0 where we are alone. */
  public int port() {
    return hazelcast.map(h -> h.getCluster().getLocalMember().getAddress().getPort()).orElse(0);
  }

  /** Members, ourselves included. */
  public int size() {
    return hazelcast.map(h -> h.getCluster().getMembers().size()).orElse(1);
  }

  /** Calls, on the caller's context, with the id of each node that left or was given up. */
  public void onMemberLeft(Consumer<String> listener) {
    Context context = vertx.getOrCreateContext();
    hazelcast.ifPresent(
        h ->
            h.getCluster()
                .addMembershipListener(
                    new Leaving(left -> context.runOnContext(turn -> listener.accept(left)))));
  }

  /** Nothing is lost if any one member stops now. Asks the others: may block for seconds. */
  public boolean isSafe() {
    return hazelcast
        .map(h -> h.getLifecycleService().isRunning() && h.getPartitionService().isClusterSafe())
        .orElse(true);
  }

  /** Stops Vert.x, then leaves the cluster; no neighbour that hangs keeps it for long. */
  public Future<Void> close() {
    // Vert.x asks every member to listen no more. Its own timers do not run then.
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

  /** A member that merges with others does not leave before it is one of them, or gives up. */
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

  /** For tests: the process is gone without a word. */
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

  /** Called by a thread of Hazelcast's. */
  private void stateChanged(LifecycleEvent event) {
    // Only after a split: ours was the smaller part.
    if (event.getState() == LifecycleState.MERGED) {
      LOG.atWarn().addKeyValue("node", nodeId).addKeyValue("members", size()).log("cluster.merged");
    }
  }

  private static Void shutdown(HazelcastInstance hazelcast) {
    hazelcast.shutdown();
    return null;
  }

  /** On a thread of its own: there is no Vert.x yet, or no longer. */
  private static <T> Future<T> blocking(String thread, Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                done.complete(work.call());
              } catch (Throwable e) {
                // An Error too: nobody else would learn of it, and wait for ever.
                done.completeExceptionally(e);
              }
            },
            thread)
        .start();
    return Future.fromCompletionStage(done);
  }

  /** Called by a thread of Hazelcast's. */
  private record Leaving(Consumer<String> listener) implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      // A member that joins registers its own addresses.
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      Member member = event.getMember();
      String left = member.getAttribute(HazelcastSetup.NODE_ID);
      // None: a member without Vert.x.
      if (left != null) {
        listener.accept(left);
      }
    }
  }
}
