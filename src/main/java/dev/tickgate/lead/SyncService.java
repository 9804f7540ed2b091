package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedLeader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two addresses at which a leader answers gateways: that of any leader of the feed, and that of
 * its term. They are registered with the cluster while it leads, and again after a failure. The
 * leader does not wait for the registration: a member that hangs may delay it, and publishing
 * continues meanwhile. Confined to the poller's event loop.
 */
final class SyncService {
  private static final Logger LOG = LoggerFactory.getLogger(SyncService.class);
  private static final long AGAIN_MS = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final FeedIdentity feed;
  private final FeedLeader leader;
  private final Address anyTerm;
  private Address ofTerm;
  private long term;

  SyncService(Vertx vertx, Bus bus, FeedIdentity feed, FeedLeader leader) {
    this.vertx = vertx;
    this.bus = bus;
    this.feed = feed;
    this.leader = leader;
    this.anyTerm = new Address(() -> bus.serve(feed.name(), leader));
    this.ofTerm = ofTerm(term);
  }

  private Address ofTerm(long number) {
    return new Address(() -> bus.serve(feed.name(), number, leader));
  }

  /**
   * Registers the addresses, or replaces that of the former term.
   *
   * @param registered called when both registrations are in the cluster
   */
  void start(long term, Runnable registered) {
    if (term != this.term) {
      ofTerm.stop();
      ofTerm = ofTerm(term);
      this.term = term;
    }
    Future.all(anyTerm.start(), ofTerm.start()).onSuccess(known -> registered.run());
  }

  /**
   * Removes the registrations; done when the cluster has removed them. A registration that cannot
   * be removed ends with the node.
   */
  Future<Void> stop() {
    return Future.join(anyTerm.stop(), ofTerm.stop()).mapEmpty();
  }

  /** One address at which the leader answers. */
  private final class Address {
    private final Supplier<Future<Bus.Registration>> serve;
    // Null while the address is not registered.
    private Future<Bus.Registration> registration;
    private Promise<Void> known;

    Address(Supplier<Future<Bus.Registration>> serve) {
      this.serve = serve;
    }

    /**
     * Registers the address; done when the registration is in the cluster, which may never happen.
     */
    Future<Void> start() {
      if (registration == null) {
        known = Promise.promise();
        register();
      }
      return known.future();
    }

    private void register() {
      Future<Bus.Registration> asked = serve.get();
      registration = asked;
      asked.onSuccess(done -> known.tryComplete()).onFailure(cause -> failed(asked, cause));
    }

    private void failed(Future<Bus.Registration> asked, Throwable cause) {
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("reason", cause)
          .log("feed.registration_failed");
      vertx.setTimer(
          AGAIN_MS,
          now -> {
            if (registration == asked) {
              register();
            }
          });
    }

    Future<Void> stop() {
      Future<Bus.Registration> taken = registration;
      registration = null;
      return taken == null
          ? Future.succeededFuture()
          : taken.compose(Bus.Registration::cancel).otherwiseEmpty();
    }
  }
}
