package dev.tickgate.replica;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disturbance of a feed, if there is one. The clients of its topics are notified at once, every
 * 5 s, and at its end; operators are notified of changes. Written by the event loop of the
 * replicas; any thread may ask whether the feed is stale.
 */
final class FeedHealth {
  private static final Logger LOG = LoggerFactory.getLogger(FeedHealth.class);
  private static final Duration REMIND = Duration.ofSeconds(5);

  private final String feed;
  private final Hubs hubs;
  private final ReplicaMetrics metrics;
  private final InstantSource clock;
  private final Supplier<Collection<Topic>> topics;
  // Null without a disturbance.
  private volatile ErrorCode code;
  private long lastReport;

  /**
   * @param topics the topics whose clients are notified
   */
  FeedHealth(
      String feed,
      Hubs hubs,
      ReplicaMetrics metrics,
      InstantSource clock,
      Supplier<Collection<Topic>> topics) {
    this.feed = feed;
    this.hubs = hubs;
    this.metrics = metrics;
    this.clock = clock;
    this.topics = topics;
  }

  boolean isStale() {
    return code == ErrorCode.FEED_STALE;
  }

  void report(ErrorCode now) {
    long at = clock.millis();
    if (code == now && at - lastReport < REMIND.toMillis()) {
      return;
    }
    if (code != now) {
      // A client that keeps disturbances by their codes must not keep this one.
      resumed();
      LOG.atWarn().addKeyValue("feed", feed).addKeyValue("code", now).log("replica.feed_disturbed");
      metrics.stale(feed, true);
    }
    code = now;
    lastReport = at;
    tell(List.copyOf(topics.get()), now);
  }

  /** Notifies the clients of a topic that has its first subscriber. */
  void tell(Topic topic) {
    if (code != null) {
      tell(List.of(topic), code);
    }
  }

  private void tell(List<Topic> concerned, ErrorCode now) {
    hubs.post(hub -> concerned.forEach(topic -> hub.report(topic, now)));
  }

  void over() {
    if (code != null) {
      LOG.atInfo().addKeyValue("feed", feed).addKeyValue("was", code).log("replica.feed_recovered");
      metrics.stale(feed, false);
      resumed();
    }
  }

  private void resumed() {
    if (code != null) {
      ErrorCode was = code;
      code = null;
      List<Topic> concerned = List.copyOf(topics.get());
      hubs.post(hub -> concerned.forEach(topic -> hub.resumed(topic, was)));
    }
  }
}
