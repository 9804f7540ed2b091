package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;

/** One feed on one node: a leader or a standby. One instance a feed. */
public final class LeaderVerticle extends VerticleBase {
  private final FeedIdentity feed;
  private final FeedSettings settings;
  private final Coordination coordination;
  private final Bus bus;
  private final Owner owner;
  private final LeadershipMetrics metrics;
  private final LeaseGroup group;
  private final Function<Vertx, SourceFactory> sources;
  // Set by our event loop, read by any thread that asks for readiness.
  private volatile LeaderElection election;

  /** Of a feed whose lease goes to any process. */
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

  /** The cluster says that node left: any thread may call. */
  public void memberLeft(String left) {
    // Not deployed yet: the first attempt finds the lease as it is.
    if (context != null) {
      context.runOnContext(on -> election.memberLeft(left));
    }
  }

  /** The reason why this cluster does not lead the feed; any thread may ask. */
  public Optional<String> problem() {
    return election == null
        ? Optional.of("feed %s: its election has not begun".formatted(feed.name()))
        : election.problem();
  }

  /** Gives the lease to whichever process takes it next; any thread may call. */
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
