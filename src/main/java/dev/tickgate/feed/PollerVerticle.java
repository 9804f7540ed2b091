package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** One feed on one node: a leader or a standby. One instance a feed. */
public final class PollerVerticle extends VerticleBase {
  private final Feed feed;
  private final FeedSettings settings;
  private final FeedDatabases databases;
  private final Bus bus;
  private final String owner;
  private final FeedMetrics metrics;
  private Poller poller;

  /**
   * @param owner this node, as the cluster names it when it leaves; unique
   */
  public PollerVerticle(
      Feed feed,
      FeedSettings settings,
      FeedDatabases databases,
      Bus bus,
      String owner,
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
    poller = new Poller(vertx, feed, settings, databases, bus, owner, metrics);
    poller.start();
    return Future.succeededFuture();
  }

  /** The cluster says that node left: any thread may call. */
  public void memberLeft(String left) {
    // Not deployed yet: the first attempt finds the lease as it is.
    if (context != null) {
      context.runOnContext(on -> poller.memberLeft(left));
    }
  }

  @Override
  public Future<?> stop() {
    return poller.stop();
  }
}
