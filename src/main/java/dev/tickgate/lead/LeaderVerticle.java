package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;

/** One feed on one node, as a leader or a standby. One instance per feed. */
public final class LeaderVerticle extends VerticleBase {
  private final FeedIdentity feed;
  private final FeedSettings settings;
  private final Coordination coordination;
  private final Bus bus;
  private final Owner owner;
  private final LeadershipMetrics metrics;
  private final LeaseGroup group;
  private final Function<Vertx, SourceFactory> sources;
  // Set by the verticle's event loop, read by any thread that checks the readiness.
  private volatile LeaderElection election;

  /** Creates the verticle of a feed whose lease any process may take. */
  public LeaderVerticle(
      FeedIdentity feed,
      FeedSettings settings,
      Coordination coordination,
      Bus bus,
      Owner owner,
      LeadershipMetrics metrics,
      Function<Vertx, SourceFactory> sources) {
    this(feed, settings, coordination, bus, owner, metrics, new LeaseGroup(), sources);
  }

  /**
   * @param group the feeds of this process among which the leases of the cluster are spread
   */
  public LeaderVerticle(
      FeedIdentity feed,
      FeedSettings settings,
      Coordination coordination,
      Bus bus,
      Owner owner,
      LeadershipMetrics metrics,
      LeaseGroup group,
      Function<Vertx, SourceFactory> sources) {
    this.feed = feed;
    this.settings = settings;
    this.coordination = coordination;
    this.bus = bus;
    this.owner = owner;
    this.metrics = metrics;
    this.group = group;
    this.sources = sources;
  }

  @Override
  public Future<?> start() {
    election =
        new LeaderElection(
            vertx,
            feed,
            settings,
            coordination,
            bus,
            owner,
            metrics,
            group,
            sources.apply(vertx),
            System::nanoTime);
    election.start();
    return Future.succeededFuture();
  }

  /** Handles the departure of a node from the cluster; any thread may call. */
  public void memberLeft(String left) {
    // Before the deployment there is nothing to do: the first attempt reads the lease.
    if (context != null) {
      context.runOnContext(on -> election.memberLeft(left));
    }
  }

  /** The reason why this cluster does not lead the feed; any thread may call. */
  public Optional<String> problem() {
    return election == null
        ? Optional.of("feed %s: its election has not begun".formatted(feed.name()))
        : election.problem();
  }

  /** Frees the lease for another process; any thread may call. */
  void handOver() {
    if (context != null) {
      context.runOnContext(on -> election.handOver());
    }
  }

  @Override
  public Future<?> stop() {
    return election.stop();
  }
}
