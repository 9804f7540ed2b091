package dev.tickgate.replica;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a topic does not flow: told to its clients at once and every few seconds, to operators when
 * it changes. Written by the intake's event loop; any thread may ask whether it is stale.
 */
final class TopicHealth {
  private static final Logger LOG = LoggerFactory.getLogger(TopicHealth.class);
  private static final Duration REMIND = Duration.ofSeconds(5);

  private final Topic topic;
  private final Hubs hubs;
  private final ReplicaMetrics metrics;
  private final InstantSource clock;
  // Null while the topic flows.
  private volatile ErrorCode code;
  private long lastReport;

  TopicHealth(Topic topic, Hubs hubs, ReplicaMetrics metrics, InstantSource clock) {
    this.topic = topic;
    this.hubs = hubs;
    this.metrics = metrics;
    this.clock = clock;
  }

  boolean isStale() {
    ErrorCode now = code;
    return now == ErrorCode.FEED_STALE || now == ErrorCode.FEED_MISCONFIGURED;
  }

  void report(ErrorCode now) {
    long at = clock.millis();
    if (code == now && at - lastReport < REMIND.toMillis()) {
      return;
    }
    if (code != now) {
      LOG.atWarn().addKeyValue("topic", topic).addKeyValue("code", now).log("intake.trouble");
      metrics.stale(topic, true);
    }
    code = now;
    lastReport = at;
    hubs.post(hub -> hub.report(topic, now));
  }

  void over() {
    if (code != null) {
      LOG.atInfo().addKeyValue("topic", topic).addKeyValue("was", code).log("intake.recovered");
      metrics.stale(topic, false);
      code = null;
    }
  }
}
