package dev.tickgate.lead;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which process leads a feed, and what keeps this one's cluster from it: for the log and for
 * readiness. Written by the poller's event loop; any thread reads the problem.
 */
public final class FeedStatus {
  private static final Logger LOG = LoggerFactory.getLogger(FeedStatus.class);
  // Lease lengths: a member that was killed leaves the cluster before its lease ends.
  private static final int GRACE = 2;

  private final FeedIdentity feed;
  private final Owner owner;
  private final long grace;
  private final LongSupplier nanos;
  // Whether the database has said who leads: this process, a member of its cluster, or a stranger
  // that is no member that has just died.
  private volatile boolean known;
  // Null where there is none.
  private volatile String problem;
  // Why the coordination database refuses what a leader or standby asks; null where it does not.
  private volatile String refusal;
  // The last failure of the coordination database that was logged; null after an answer.
  private String failure;
  // The owner of the lease that is no member of our cluster; empty where there is none.
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
    // Asked first: what becomes known comes with its reason.
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

  /** Whether something keeps this process from leading. */
  boolean mayNotLead() {
    return trouble().isPresent();
  }

  private Optional<String> trouble() {
    return Optional.ofNullable(problem).or(() -> Optional.ofNullable(refusal));
  }

  /** The feed stays as ready as it was until a source says whether it reads. */
  public void leads(Sequencer leader) {
    stranger = "";
    LOG.atInfo()
        .addKeyValue("feed", feed.name())
        .addKeyValue("owner", owner.text())
        .addKeyValue("term", leader.term().number())
        .addKeyValue("head", leader.head())
        .log("feed.leading");
  }

  /** The sources of the leader begin when gateways have had the time to contradict it. */
  void waits() {
    reads(Optional.of("its leader waits for gateways that may know the feed"));
  }

  /**
   * The leader has asked the table.
   *
   * @param reason why it is not read; empty where it is
   */
  public void reads(Optional<String> reason) {
    // The reason first: another thread that asks between the two must not find the feed ready.
    problem = reason.map(text -> "feed %s: %s".formatted(feed.name(), text)).orElse(null);
    known = true;
  }

  public void deposed(Holder holder) {
    LOG.atWarn()
        .addKeyValue("feed", feed.name())
        .addKeyValue("leader", holder.leader())
        .log("feed.deposed");
  }

  /** The coordination database failed a statement of the lease; logged once for each reason. */
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

  /** The coordination database answered a statement of the lease. */
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
   * The lease was taken, and the feed is not led.
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

  /** The database was behind what was known: a new epoch begins with that term. */
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
