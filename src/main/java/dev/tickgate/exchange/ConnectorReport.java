package dev.tickgate.exchange;

import dev.tickgate.market.Utc;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a connector, for operators. Confined to the connector's event loop. */
final class ConnectorReport {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorReport.class);
  private static final int MOST_REFUSALS = 100;

  private final String venue;
  private final ExchangeMetrics metrics;
  private final InstantSource clock;
  private final Map<ExchangeEvent, Long> counts = new EnumMap<>(ExchangeEvent.class);
  private final Map<Topic, String> refusals = new LinkedHashMap<>();
  private ConnectorState state = ConnectorState.IDLE;
  private Instant since;
  private String reason = "";
  private Optional<Instant> lastFrame = Optional.empty();
  private Optional<MarketStatus> market = Optional.empty();
  private Optional<Duration> skew = Optional.empty();

  ConnectorReport(String venue, ExchangeMetrics metrics, InstantSource clock) {
    this.venue = venue;
    this.metrics = metrics;
    this.clock = clock;
    this.since = clock.instant();
  }

  ConnectorState state() {
    return state;
  }

  void state(ConnectorState next, String why) {
    if (next != state) {
      LOG.atInfo()
          .addKeyValue("venue", venue)
          .addKeyValue("state", next.name().toLowerCase(Locale.ROOT))
          .addKeyValue("reason", why)
          .log("exchange.state_changed");
      state = next;
      since = clock.instant();
      metrics.connected(next == ConnectorState.CONNECTED);
    }
    reason = why;
  }

  void count(ExchangeEvent event) {
    counts.merge(event, 1L, Long::sum);
    metrics.count(event);
  }

  void received(Instant now) {
    lastFrame = Optional.of(now);
  }

  void skew(Duration behind) {
    skew = Optional.of(behind);
    metrics.skew(behind);
  }

  /** A quote came: an exchange that told of a maintenance does not tell that it is over. */
  void quoted(MarketStatus status) {
    market = market.map(told -> status);
  }

  void market(MarketStatus status) {
    market = Optional.of(status);
  }

  void refused(Topic topic, String code, String message) {
    count(ExchangeEvent.REFUSAL);
    LOG.atWarn()
        .addKeyValue("venue", venue)
        .addKeyValue("topic", topic)
        .addKeyValue("code", code)
        .addKeyValue("reason", message)
        .log("exchange.subscription_refused");
    // Kraken has no codes.
    refusals.put(topic, code.isEmpty() ? message : code + ": " + message);
    if (refusals.size() > MOST_REFUSALS) {
      refusals.remove(refusals.keySet().iterator().next());
    }
  }

  void forget(Topic topic) {
    refusals.remove(topic);
  }

  void tick(int subjects) {
    metrics.subjects(subjects);
    lastFrame.ifPresent(last -> metrics.silence(Duration.between(last, clock.instant())));
  }

  JsonObject json(int subjects) {
    JsonObject json =
        new JsonObject()
            .put("venue", venue)
            .put("state", state.name().toLowerCase(Locale.ROOT))
            .put("since", Utc.format(since))
            .put("reason", reason)
            .put("subscriptions", subjects);
    market.ifPresent(status -> json.put("market", status.name()));
    lastFrame.ifPresent(
        last -> json.put("frameAge", Duration.between(last, clock.instant()).toMillis()));
    skew.ifPresent(behind -> json.put("clockSkew", behind.toMillis()));
    JsonObject counted = new JsonObject();
    for (ExchangeEvent event : ExchangeEvent.values()) {
      counted.put(
          event.name().toLowerCase(Locale.ROOT).replace('_', '-'), counts.getOrDefault(event, 0L));
    }
    JsonArray refused = new JsonArray();
    refusals.forEach(
        (topic, why) ->
            refused.add(new JsonObject().put("topic", topic.name()).put("reason", why)));
    return json.put("counts", counted).put("refused", refused);
  }
}
