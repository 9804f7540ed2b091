package dev.tickgate.feed;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps this process's cluster from leading a feed, for the log and for readiness. Written by
 * the poller's event loop; any thread reads the problem.
 */
final class FeedStatus {
  private static final Logger LOG = LoggerFactory.getLogger(FeedStatus.class);
  // Lease lengths: a member that was killed leaves the cluster before its lease ends.
  private static final int GRACE = 2;

  private final Feed feed;
  private final Owner owner;
  private final long grace;
  private final LongSupplier nanos;
  // Null where there is none.
  private volatile String problem;
  // The owner of the lease that is no member of our cluster; empty where there is none.
  private String stranger = "";
  private long strangerSince;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  FeedStatus(Feed feed, Owner owner, Duration lease, LongSupplier nanos) {
    this.feed = feed;
    this.owner = owner;
    this.grace = lease.multipliedBy(GRACE).toNanos();
    this.nanos = nanos;
  }

  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  void leads() {
    stranger = "";
    problem = null;
  }

  /**
   * The leader has asked the table.
   *
   * @param reason why it cannot be read; empty where it can
   */
  void reads(Optional<String> reason) {
    problem = reason.map(text -> "feed %s: %s".formatted(feed.name(), text)).orElse(null);
  }

  void standsBehind(Holder holder) {
    if (!holder.source().equals(feed.source())) {
      differs(holder);
    } else if (holder.isFree() || owner.members().test(holder.owner())) {
      leads();
    } else if (!holder.owner().equals(stranger)) {
      stranger = holder.owner();
      strangerSince = nanos.getAsLong();
    } else if (nanos.getAsLong() - strangerSince >= grace) {
      strangerLeads(holder);
    }
  }

  private void differs(Holder holder) {
    if (becomes(
        "feed %s is set up as \"%s\" in the database and as \"%s\" here"
            .formatted(feed.name(), holder.source(), feed.source()))) {
      LOG.atError()
          .addKeyValue("feed", feed.name())
          .addKeyValue("database", holder.source())
          .addKeyValue("configuration", feed.source())
          .addKeyValue("leader", holder.isFree() ? "none" : holder.leader())
          .addKeyValue(
              "hint",
              "correct the configuration, or: tickgate journal new-epoch --replace-definition "
                  + feed.name())
          .log("feed.definition_differs");
    }
  }

  private void strangerLeads(Holder holder) {
    if (becomes(
        "feed %s is led by %s, which is no member of this process's cluster"
            .formatted(feed.name(), holder.leader()))) {
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("leader", holder.leader())
          .addKeyValue("own", owner.text())
          .addKeyValue(
              "hint", "one database, two clusters: cluster.enabled and cluster.name must agree")
          .log("feed.led_by_another_cluster");
    }
  }

  void takeoverFailed(Throwable cause) {
    problem = "the takeover of feed %s failed: %s".formatted(feed.name(), cause.getMessage());
  }

  private boolean becomes(String next) {
    boolean changed = !next.equals(problem);
    problem = next;
    return changed;
  }
}
