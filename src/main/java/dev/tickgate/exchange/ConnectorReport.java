package dev.tickgate.exchange;

import dev.tickgate.market.Utc;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
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
  private final URI url;
  private final ExchangeMetrics metrics;
  private final InstantSource clock;
  private final Map<ExchangeEvent, Long> counts = new EnumMap<>(ExchangeEvent.class);
  private final Map<Topic, String> refusals = new LinkedHashMap<>();
  private ConnectorState state = ConnectorState.IDLE;
  private Instant since;
  private String reason = "";
  // The reason why the last connection or attempt failed; empty while a connection is open or none
  // is wanted.
  private Optional<String> failure = Optional.empty();
  private Optional<Instant> lastFrame = Optional.empty();
  private Optional<MarketStatus> market = Optional.empty();
  private Optional<Duration> skew = Optional.empty();

  /**
   * @param url the base URL of the exchange's WebSockets
   */
  ConnectorReport(String venue, URI url, ExchangeMetrics metrics, InstantSource clock) {
    this.venue = venue;
    this.url = url;
    this.metrics = metrics;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Whether the last connection or attempt failed, and no other one is open. */
  boolean isAway() {
    return failure.isPresent();
  }

  void connecting() {
    String target = "connecting to " + url;
    change(
        ConnectorState.CONNECTING,
        failure.map(why -> target + "; last failure: " + why).orElse(target));
  }

  void connected() {
    failure = Optional.empty();
    change(ConnectorState.CONNECTED, "");
  }

  void idle(String why) {
    failure = Optional.empty();
    change(ConnectorState.IDLE, why);
  }

  /** The connection ended, or an attempt failed; another one follows. */
  void failed(ConnectorState next, String why) {
    failure = Optional.of(why);
    change(next, why);
  }

  /** The connection ended, while another one is in its handshake. */
  void replaced(String why) {
    failure = Optional.of(why);
    connecting();
  }

  private void change(ConnectorState next, String why) {
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

  /**
   * Replaces a reported market status by the status of a quote, because an exchange that reported a
   * maintenance does not report its end.
   */
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
    // Kraken sends no codes.
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
