package dev.tickgate.relay;

import dev.tickgate.market.Utc;
import dev.tickgate.protocol.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one part of a relay, for operators. The thread of the part writes it and the event
 * loop that answers requests reads it, under a lock.
 *
 * <pre>
 *   STARTING ──▶ RUNNING ◀──▶ FAILING
 *      └────────────────────────▲
 * </pre>
 */
final class RelayReport {
  private static final Logger LOG = LoggerFactory.getLogger(RelayReport.class);

  private enum State {
    STARTING,
    RUNNING,
    FAILING
  }

  private final String relay;
  private final String part;
  private final RelayMetrics metrics;
  private final InstantSource clock;
  private final Map<RelayEvent, Long> counts = new EnumMap<>(RelayEvent.class);
  private State state = State.STARTING;
  private Instant since;
  private String reason = "";
  private OptionalLong behind = OptionalLong.empty();
  private String refusal = "";
  private boolean isStopped;

  /**
   * @param relay the other system
   * @param part the direction
   */
  RelayReport(String relay, String part, RelayMetrics metrics, InstantSource clock) {
    this.relay = relay;
    this.part = part;
    this.metrics = metrics;
    this.clock = clock;
    this.since = clock.instant();
  }

  synchronized void running() {
    change(State.RUNNING, "");
  }

  synchronized void failing(String why) {
    change(State.FAILING, why);
  }

  private void change(State next, String why) {
    // A retry may end after another process has taken the lead.
    if (isStopped) {
      return;
    }
    if (next != state) {
      (next == State.FAILING ? LOG.atWarn() : LOG.atInfo())
          .addKeyValue("relay", relay)
          .addKeyValue("part", part)
          .addKeyValue("state", next.name().toLowerCase(Locale.ROOT))
          .addKeyValue("reason", why)
          .log("relay.state_changed");
      state = next;
      since = clock.instant();
      metrics.running(next == State.RUNNING);
    }
    reason = why;
  }

  /** Ends the report: its state stays, and the metrics show this part as not running. */
  synchronized void stopped() {
    metrics.running(false);
    behindUnknown();
    isStopped = true;
  }

  synchronized void behind(long count) {
    behind(OptionalLong.of(count));
  }

  /**
   * Clears the backlog: the other system does not report it, or has not returned the position yet.
   */
  synchronized void behindUnknown() {
    behind(OptionalLong.empty());
  }

  private void behind(OptionalLong count) {
    // An answer may arrive after another process has taken the lead.
    if (!isStopped) {
      behind = count;
      metrics.behind(count);
    }
  }

  synchronized void count(RelayEvent event, long count) {
    counts.merge(event, count, Long::sum);
    metrics.count(event, count);
  }

  /**
   * Counts a record that cannot be published.
   *
   * @param origin its position in the other system
   */
  synchronized void refused(String origin, ErrorCode code, String sentence) {
    count(RelayEvent.REFUSED, 1);
    // Logs only the first one: a producer with a fault sends many.
    if (refusal.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("relay", relay)
          .addKeyValue("record", origin)
          .addKeyValue("reason", code.name() + ": " + sentence)
          .log("relay.record_refused");
    }
    refusal = origin + " " + code.name() + ": " + sentence;
  }

  /** Counts a message that was dropped because too many wait. */
  synchronized void dropped() {
    if (counts.getOrDefault(RelayEvent.DROPPED, 0L) == 0) {
      LOG.atWarn()
          .addKeyValue("relay", relay)
          .addKeyValue("part", part)
          .log("relay.messages_dropped");
    }
    count(RelayEvent.DROPPED, 1);
  }

  /**
   * Counts entries that the journal removed before they were sent. Called once for each gap, after
   * the position behind it has been stored.
   *
   * @param entries their number, or 0
   */
  synchronized void lost(String feed, long entries) {
    if (entries == 0) {
      return;
    }
    count(RelayEvent.LOST, entries);
    LOG.atError()
        .addKeyValue("relay", relay)
        .addKeyValue("feed", feed)
        .addKeyValue("entries", entries)
        .log("relay.entries_lost");
  }

  /** Logs that the feed has another epoch: its positions do not continue those that were sent. */
  synchronized void restarted(String feed, long epoch) {
    LOG.atWarn()
        .addKeyValue("relay", relay)
        .addKeyValue("feed", feed)
        .addKeyValue("epoch", epoch)
        .log("relay.feed_restarted");
  }

  synchronized JsonObject json() {
    JsonObject counted = new JsonObject();
    counts.forEach((event, count) -> counted.put(event.name().toLowerCase(Locale.ROOT), count));
    JsonObject json =
        new JsonObject()
            .put("part", part)
            .put("state", state.name().toLowerCase(Locale.ROOT))
            .put("since", Utc.format(since))
            .put("reason", reason);
    behind.ifPresent(count -> json.put("behind", count));
    return json.put("counts", counted).put("refusal", refusal);
  }
}
