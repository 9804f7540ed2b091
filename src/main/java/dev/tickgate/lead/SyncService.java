package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedLeader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a leader answers the gateways: registered with the cluster while it leads, again after a
 * failure. The cluster is not waited for: a member that hangs may keep it from noting the
 * registration, and ticks flow meanwhile. Confined to the poller's event loop.
 */
public final class SyncService {
  private static final Logger LOG = LoggerFactory.getLogger(SyncService.class);
  private static final long AGAIN_MS = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final FeedIdentity feed;
  private final FeedLeader leader;
  // Null where it does not answer.
  private Future<Bus.Registration> registration;

  SyncService(Vertx vertx, Bus bus, FeedIdentity feed, FeedLeader leader) {
    this.vertx = vertx;
    this.bus = bus;
    this.feed = feed;
    this.leader = leader;
  }

  /**
   * Begins, or goes on.
   *
   * @param registered called when every node knows
   */
  public void start(Runnable registered) {
    if (registration == null) {
      Future<Bus.Registration> asked = bus.serve(feed.name(), leader);
      registration = asked;
      asked.onFailure(cause -> failed(asked, registered, cause));
    }
    registration.onSuccess(known -> registered.run());
  }

  private void failed(Future<Bus.Registration> asked, Runnable registered, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("feed", feed.name())
        .addKeyValue("reason", cause)
        .log("feed.registration_failed");
    vertx.setTimer(
        AGAIN_MS,
        now -> {
          if (registration == asked) {
            registration = null;
            start(registered);
          }
        });
  }

  /** Done when the cluster knows; a registration that cannot be taken back goes with the node. */
  public Future<Void> stop() {
    Future<Bus.Registration> taken = registration;
    registration = null;
    return taken == null
        ? Future.succeededFuture()
        : taken.compose(Bus.Registration::cancel).otherwiseEmpty();
  }
}
