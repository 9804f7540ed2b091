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
 * Where a leader answers the gateways: registered with the cluster while it leads, again after a
 * failure; as whoever leads, and as the leader of its term. The cluster is not waited for: a member
 * that hangs may keep it from noting a registration, and ticks flow meanwhile. Confined to the
 * poller's event loop.
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
   * Begins, or goes on with another term.
   *
   * @param registered called when every node knows
   */
  void start(long term, Runnable registered) {
    if (term != this.term) {
      ofTerm.stop();
      ofTerm = ofTerm(term);
      this.term = term;
    }
    Future.all(anyTerm.start(), ofTerm.start()).onSuccess(known -> registered.run());
  }

  /** Done when the cluster knows; a registration that cannot be taken back goes with the node. */
  Future<Void> stop() {
    return Future.join(anyTerm.stop(), ofTerm.stop()).mapEmpty();
  }

  /** One address at which the leader answers. */
  private final class Address {
    private final Supplier<Future<Bus.Registration>> serve;
    // Null where it does not answer.
    private Future<Bus.Registration> registration;
    private Promise<Void> known;

    Address(Supplier<Future<Bus.Registration>> serve) {
      this.serve = serve;
    }

    /** Done when every node knows, which may be never. */
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
