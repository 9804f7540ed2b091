package dev.tickgate.admin;

import dev.tickgate.ops.Meters;
import dev.tickgate.ops.Readiness;
import dev.tickgate.replica.Hubs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The state of one node, from its meters: readiness, sessions, feeds, exchanges, relays and the
 * outbox.
 */
final class NodeReport {
  private static final long CHECKS_PATIENCE_MS = 1_500;

  private final Vertx vertx;
  private final NodeFacts node;
  private final Readiness readiness;
  private final MeterReadings meters;
  private final Hubs hubs;

  NodeReport(Vertx vertx, NodeFacts node, Readiness readiness, Meters meters, Hubs hubs) {
    this.vertx = vertx;
    this.node = node;
    this.readiness = readiness;
    this.meters = new MeterReadings(meters.registry());
    this.hubs = hubs;
  }

  /** Returns the present state. */
  Future<JsonObject> json() {
    return problems().compose(problems -> transports().map(open -> json(problems, open)));
  }

  private Future<Map<String, Optional<String>>> problems() {
    return vertx
        .executeBlocking(readiness::problems, false)
        .timeout(CHECKS_PATIENCE_MS, TimeUnit.MILLISECONDS)
        .otherwise(Readiness.unanswered(CHECKS_PATIENCE_MS));
  }

  private Future<Map<String, Integer>> transports() {
    return hubs.ask((place, hub) -> hub.sessions().byTransport())
        .map(
            counts -> {
              Map<String, Integer> sum = new TreeMap<>();
              counts.forEach(one -> one.forEach((name, n) -> sum.merge(name, n, Integer::sum)));
              return sum;
            });
  }

  private JsonObject json(Map<String, Optional<String>> problems, Map<String, Integer> open) {
    JsonObject failing = new JsonObject();
    problems.forEach((name, why) -> why.ifPresent(text -> failing.put(name, text)));
    JsonObject transports = new JsonObject();
    open.forEach(transports::put);
    return new JsonObject()
        .put("node", node.id())
        .put("process", node.process())
        .put("version", node.version())
        .put("roles", new JsonArray(node.roles()))
        .put("uptime_ms", ManagementFactory.getRuntimeMXBean().getUptime())
        .put("ready", failing.isEmpty())
        .put("problems", failing)
        .put("sessions", open.values().stream().mapToInt(Integer::intValue).sum())
        .put("transports", transports)
        .put("deliveries", (long) meters.value("tickgate.deliveries"))
        .put("skipped", (long) meters.value("tickgate.skipped"))
        .put("waiting_bytes", (long) meters.value("tickgate.sessions.waiting.bytes"))
        .put("feeds", feeds())
        .put("stale", stale())
        .put("exchanges", exchanges())
        .put("relays", relays())
        .put("outbox", outbox());
  }

  /** Returns the feeds that this node leads. */
  private JsonArray feeds() {
    JsonArray feeds = new JsonArray();
    Map<String, Double> published = meters.by("tickgate.feed.published", "feed");
    meters
        .by("tickgate.feed.term", "feed")
        .forEach(
            (feed, term) -> {
              if (term > 0) {
                feeds.add(
                    new JsonObject()
                        .put("feed", feed)
                        .put("term", term.longValue())
                        .put("published", published.getOrDefault(feed, 0.0).longValue()));
              }
            });
    return feeds;
  }

  /** Returns the feeds that this node receives, each with whether it is stale. */
  private JsonObject stale() {
    JsonObject stale = new JsonObject();
    meters
        .by("tickgate.replica.stale", "feed")
        .forEach((feed, value) -> stale.put(feed, value > 0));
    return stale;
  }

  private JsonArray exchanges() {
    JsonArray exchanges = new JsonArray();
    Map<String, Double> subscriptions = meters.by("tickgate.exchange.subscriptions", "venue");
    Map<String, Double> ages = meters.by("tickgate.exchange.frame.age.seconds", "venue");
    meters
        .by("tickgate.exchange.connected", "venue")
        .forEach(
            (venue, connected) -> {
              JsonObject state =
                  new JsonObject()
                      .put("venue", venue)
                      .put("connected", connected > 0)
                      .put("subscriptions", subscriptions.getOrDefault(venue, 0.0).longValue());
              exchanges.add(
                  connected > 0 ? state.put("age_seconds", ages.getOrDefault(venue, 0.0)) : state);
            });
    return exchanges;
  }

  private JsonArray relays() {
    JsonArray relays = new JsonArray();
    Map<String, Double> behind = meters.by("tickgate.relay.behind", "relay");
    meters
        .by("tickgate.relay.running", "relay")
        .forEach(
            (relay, running) -> {
              JsonObject state = new JsonObject().put("relay", relay).put("running", running > 0);
              Optional.ofNullable(behind.get(relay))
                  .filter(Double::isFinite)
                  .ifPresent(records -> state.put("behind", records.longValue()));
              relays.add(state);
            });
    return relays;
  }

  /** Returns the waiting rows of the outbox; empty where this node does not read it. */
  private JsonObject outbox() {
    return meters.value("tickgate.outbox.up") == 0
        ? new JsonObject()
        : new JsonObject()
            .put("waiting", (long) meters.value("tickgate.outbox.waiting"))
            .put("oldest_seconds", meters.value("tickgate.outbox.oldest.seconds"));
  }
}
