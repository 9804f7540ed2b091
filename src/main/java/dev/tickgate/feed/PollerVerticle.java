package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.Journal;
import dev.tickgate.lead.LeaderElection;
import dev.tickgate.lead.Owner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;

/** One feed on one node: a leader or a standby. One instance a feed. */
public final class PollerVerticle extends VerticleBase {
  private final Feed feed;
  private final FeedSettings settings;
  private final FeedDatabases databases;
  private final Bus bus;
  private final Owner owner;
  private final FeedMetrics metrics;
  // Set by our event loop, read by whoever asks for readiness.
  private volatile LeaderElection poller;
  private Future<Bus.Registration> samples;

  public PollerVerticle(
      Feed feed,
      FeedSettings settings,
      FeedDatabases databases,
      Bus bus,
      Owner owner,
      FeedMetrics metrics) {
    this.feed = feed;
    this.settings = settings;
    this.databases = databases;
    this.bus = bus;
    this.owner = owner;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    Journal journal =
        new Journal(databases.coordination(), feed.identity(), owner, settings.lease(), metrics);
    TableSources sources =
        new TableSources(vertx, feed, databases, journal, metrics, System::nanoTime);
    poller =
        new LeaderElection(
            vertx,
            feed.identity(),
            settings,
            databases.leadership(),
            bus,
            owner,
            metrics,
            sources,
            System::nanoTime);
    poller.start();
    // By every poller, leader or not: it reads the journal only. Not waited for, as the leader's
    // registration is not.
    JournalSamples answers = new JournalSamples(databases.coordination(), feed);
    samples = bus.serveSamples(feed.topic(), answers::answer);
    return Future.succeededFuture();
  }

  /** The cluster says that node left: any thread may call. */
  public void memberLeft(String left) {
    // Not deployed yet: the first attempt finds the lease as it is.
    if (context != null) {
      context.runOnContext(on -> poller.memberLeft(left));
    }
  }

  /** The reason why this cluster does not lead the feed; any thread may ask. */
  public Optional<String> problem() {
    return poller == null ? Optional.empty() : poller.problem();
  }

  @Override
  public Future<?> stop() {
    // A registration that cannot be taken back goes with the node.
    samples.onSuccess(Bus.Registration::cancel);
    return poller.stop();
  }
}
