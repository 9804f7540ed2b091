package dev.tickgate.feed;

import dev.tickgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;

/** Answers gateways that ask for prices of the journal: on every poller, leader or not. */
public final class SamplesVerticle extends VerticleBase {
  private final Feed feed;
  private final Pool coordination;
  private final Bus bus;
  private Future<Bus.Registration> registration;

  public SamplesVerticle(Feed feed, Pool coordination, Bus bus) {
    this.feed = feed;
    this.coordination = coordination;
    this.bus = bus;
  }

  @Override
  public Future<?> start() {
    // Not waited for: a member that hangs may keep the cluster from noting a registration.
    registration =
        bus.serveSamples(
            feed.topic().orElseThrow(), new JournalSamples(coordination, feed)::answer);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    // A registration that cannot be taken back goes with the node.
    registration.onSuccess(Bus.Registration::cancel);
    return Future.succeededFuture();
  }
}
