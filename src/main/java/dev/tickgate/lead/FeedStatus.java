package dev.tickgate.lead;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader of a feed, and the problem that keeps this process's cluster from leading it; for the
 * log and for readiness. The poller's event loop writes it; any thread may read the problem.
 */
public final class FeedStatus {
  private static final Logger LOG = LoggerFactory.getLogger(FeedStatus.class);
  // In lease lengths. For this time an owner that is no member may be a killed member, which leaves
  // the cluster before its lease ends.
  private static final int GRACE = 2;

  private final FeedIdentity feed;
  private final Owner owner;
  private final long grace;
  private final LongSupplier nanos;
  // Whether the row was read and explains the leadership: this process or a member leads, the lease
  // is free, or the definition differs.
  private volatile boolean known;
  // Null where there is none.
  private volatile String problem;
  // Why the coordination database refuses the statements of this process; null where it does not.
  private volatile String refusal;
  // The last failure of the coordination database that was logged; null after an answer.
  private String failure;
  // The owner of the lease that is no member of this process's cluster; empty where there is none.
  private String stranger = "";
  private long strangerSince;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public FeedStatus(FeedIdentity feed, Owner owner, Duration lease, LongSupplier nanos) {
    this.feed = feed;
    this.owner = owner;
    this.grace = lease.multipliedBy(GRACE).toNanos();
    this.nanos = nanos;
  }

  public Optional<String> problem() {
    // Read first: a writer sets the problem before this flag.
    boolean knows = known;
    return trouble()
        .or(
            () ->
                knows
                    ? Optional.empty()
                    : Optional.of(
                        "feed %s: this process does not know yet who leads it"
                            .formatted(feed.name())));
  }

  /** Whether a problem keeps this process from leading. */
  boolean mayNotLead() {
    return trouble().isPresent();
  }

  private Optional<String> trouble() {
    return Optional.ofNullable(problem).or(() -> Optional.ofNullable(refusal));
  }

  /** Logs the leadership. The readiness changes only when a source reports whether it can read. */
  public void leads(Sequencer leader) {
    stranger = "";
    LOG.atInfo()
        .addKeyValue("feed", feed.name())
        .addKeyValue("owner", owner.text())
        .addKeyValue("term", leader.term().number())
        .addKeyValue("head", leader.head())
        .log("feed.leading");
  }

  /** The leader starts its sources only after gateways have had the time to contradict it. */
  void waits() {
    reads(Optional.of("its leader waits for gateways that may know the feed"));
  }

  /**
   * Reports whether the leader can read its source.
   *
   * @param reason why it cannot; empty where it can
   */
  public void reads(Optional<String> reason) {
    // The reason first: a thread that reads between the two writes must not find the feed ready.
    problem = reason.map(text -> "feed %s: %s".formatted(feed.name(), text)).orElse(null);
    known = true;
  }

  public void deposed(Holder holder) {
    LOG.atWarn()
        .addKeyValue("feed", feed.name())
        .addKeyValue("leader", holder.leader())
        .log("feed.deposed");
  }

  /**
   * A statement on the lease failed. Logs the reason where it differs from that of the last
   * failure.
   */
  public void unreachable(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (CoordinationRefusal.is(cause)) {
      refusal = "feed %s: the coordination database refuses: %s".formatted(feed.name(), text);
    }
    if (!text.equals(failure)) {
      failure = text;
      LOG.atWarn()
          .addKeyValue("feed", feed.name())
          .addKeyValue("reason", cause)
          .log("feed.lease_renewal_failed");
    }
  }

  /** The coordination database answered a statement on the lease. */
  public void reachable() {
    refusal = null;
    failure = null;
  }

  public void standsBehind(Holder holder) {
    if (!holder.source().equals(feed.source())) {
      differs(holder);
      known = true;
    } else if (holder.isFree() || owner.members().test(holder.owner())) {
      stranger = "";
      problem = null;
      known = true;
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
              "hint",
              "one database, two clusters: cluster.enabled, cluster.name and the addresses of"
                  + " cluster.discovery must agree")
          .log("feed.led_by_another_cluster");
    }
  }

  /**
   * The process took the lease, but could not begin to lead.
   *
   * @param pause milliseconds until the next try
   */
  public void takeoverFailed(long term, int failures, long pause, Throwable cause) {
    problem = "the takeover of feed %s failed: %s".formatted(feed.name(), cause.getMessage());
    LOG.atError()
        .addKeyValue("feed", feed.name())
        .addKeyValue("term", term)
        .addKeyValue("failures", failures)
        .addKeyValue("retry_ms", pause)
        .addKeyValue("reason", cause)
        .log("feed.takeover_failed");
  }

  /** The database was behind the known term or position: a new epoch begins with this term. */
  public void wentBack(HighWater known, Term now) {
    LOG.atError()
        .addKeyValue("feed", feed.name())
        .addKeyValue("known_term", known.term())
        .addKeyValue("known_head", known.head())
        .addKeyValue("now", now.position())
        .addKeyValue("hint", "a backup or another server: clients get recovered:false")
        .log("feed.database_reverted");
  }

  private boolean becomes(String next) {
    boolean changed = !next.equals(problem);
    problem = next;
    return changed;
  }
}
