package dev.tickgate.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One page of {@code tickgate top}: the report of a cluster as lines of text.
 *
 * @param deliveries the deliveries of each node, for the rate on the next page
 * @param uptimes the uptime of each node in milliseconds, by the clock of that node
 */
record TopPage(List<String> lines, Map<String, Long> deliveries, Map<String, Long> uptimes) {
  private static final String NODE = "%-28s %-24s %9s %12s %10s %10s  %s";
  private static final String FEED = "%-28s %-28s %6s %14s  %s";
  private static final String LINK = "%-28s %-28s %-14s %s";

  /** Returns the page of a report, with rates since the page before. */
  static TopPage of(JsonObject report, Optional<TopPage> before) {
    List<JsonObject> all = objects(report.getJsonArray("nodes"));
    List<JsonObject> nodes = all.stream().filter(node -> node.getBoolean("answered")).toList();
    int others = (int) all.stream().filter(member -> member.containsKey("kind")).count();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Tickgate: %d of %d nodes answer%s, %d sessions%s"
            .formatted(
                nodes.size(),
                all.size() - others,
                others == 0 ? "" : ", other services: " + others,
                sum(nodes, "sessions"),
                transports(nodes)));
    lines.add("");
    lines.add(
        NODE.formatted("NODE", "ROLES", "SESSIONS", "DELIVERED/S", "SKIPPED", "WAITING", "STATE"));
    all.forEach(node -> lines.add(node(node, before)));
    lines.add("");
    lines.add(FEED.formatted("FEED", "LEADER", "TERM", "PUBLISHED", "STATE"));
    lines.addAll(feeds(nodes));
    List<String> links = links(nodes);
    if (!links.isEmpty()) {
      lines.add("");
      lines.add(LINK.formatted("EXCHANGE, RELAY, OUTBOX", "NODE", "STATE", "BEHIND"));
      lines.addAll(links);
    }
    return new TopPage(lines, numbers(nodes, "deliveries"), numbers(nodes, "uptime_ms"));
  }

  private static String transports(List<JsonObject> nodes) {
    Map<String, Integer> sum = new TreeMap<>();
    nodes.forEach(
        node ->
            node.getJsonObject("transports")
                .forEach(one -> sum.merge(one.getKey(), (Integer) one.getValue(), Integer::sum)));
    return sum.isEmpty()
        ? ""
        : sum.entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String node(JsonObject node, Optional<TopPage> before) {
    if (!node.getBoolean("answered")) {
      String state = node.getString("kind", "no answer");
      return NODE.formatted(node.getString("node"), "", "", "", "", "", state);
    }
    return NODE.formatted(
        node.getString("process"),
        node.getJsonArray("roles").stream().map(String::valueOf).collect(Collectors.joining(",")),
        node.getInteger("sessions"),
        before.flatMap(page -> page.rate(node)).map(String::valueOf).orElse("-"),
        node.getLong("skipped"),
        bytes(node.getLong("waiting_bytes")),
        state(node));
  }

  /** Publications per second since this page; empty where that page did not have the node. */
  private Optional<Long> rate(JsonObject node) {
    String id = node.getString("node");
    if (!deliveries.containsKey(id)) {
      return Optional.empty();
    }
    long millis = Math.max(1, node.getLong("uptime_ms") - uptimes.get(id));
    long delivered = node.getLong("deliveries") - deliveries.get(id);
    return Optional.of(delivered * Duration.ofSeconds(1).toMillis() / millis);
  }

  private static String state(JsonObject node) {
    if (node.getBoolean("draining")) {
      return "draining";
    }
    return node.getBoolean("ready")
        ? "ready"
        : "not ready: " + String.join(", ", node.getJsonObject("problems").fieldNames());
  }

  private static List<String> feeds(List<JsonObject> nodes) {
    TreeSet<String> names = new TreeSet<>();
    TreeSet<String> stale = new TreeSet<>();
    Map<String, String> led = new TreeMap<>();
    for (JsonObject node : nodes) {
      JsonObject heard = node.getJsonObject("stale");
      names.addAll(heard.fieldNames());
      heard.fieldNames().stream().filter(heard::getBoolean).forEach(stale::add);
      objects(node.getJsonArray("feeds"))
          .forEach(feed -> led.put(feed.getString("feed"), leader(node, feed)));
    }
    names.addAll(led.keySet());
    return names.stream()
        .map(
            feed ->
                led.getOrDefault(feed, FEED.formatted(feed, "nobody", "", "", "")).stripTrailing()
                    + (stale.contains(feed) ? "  stale" : ""))
        .toList();
  }

  private static String leader(JsonObject node, JsonObject feed) {
    return FEED.formatted(
        feed.getString("feed"),
        node.getString("process"),
        feed.getLong("term"),
        feed.getLong("published"),
        "");
  }

  private static List<String> links(List<JsonObject> nodes) {
    List<String> lines = new ArrayList<>();
    for (JsonObject node : nodes) {
      String process = node.getString("process");
      for (JsonObject one : objects(node.getJsonArray("exchanges"))) {
        String state = one.getBoolean("connected") ? "connected" : "not connected";
        String age =
            one.containsKey("age_seconds")
                ? "data " + seconds(one.getDouble("age_seconds")) + " old"
                : "";
        lines.add(LINK.formatted(one.getString("venue"), process, state, age).stripTrailing());
      }
      for (JsonObject one : objects(node.getJsonArray("relays"))) {
        String state = one.getBoolean("running") ? "running" : "not running";
        String behind = one.containsKey("behind") ? one.getLong("behind").toString() : "";
        lines.add(LINK.formatted(one.getString("relay"), process, state, behind).stripTrailing());
      }
      JsonObject outbox = node.getJsonObject("outbox", new JsonObject());
      if (!outbox.isEmpty()) {
        String oldest = seconds(outbox.getDouble("oldest_seconds"));
        String behind = "%d rows, oldest %s".formatted(outbox.getLong("waiting"), oldest);
        lines.add(LINK.formatted("outbox", process, "read", behind));
      }
    }
    return lines;
  }

  private static String seconds(double count) {
    return String.format(Locale.ROOT, "%.1f s", count);
  }

  private static String bytes(long count) {
    return count < 10_240
        ? Long.toString(count)
        : String.format(Locale.ROOT, "%,d KiB", count / 1024);
  }

  private static int sum(List<JsonObject> nodes, String field) {
    return nodes.stream().mapToInt(node -> node.getInteger(field)).sum();
  }

  private static Map<String, Long> numbers(List<JsonObject> nodes, String field) {
    return nodes.stream()
        .collect(Collectors.toMap(node -> node.getString("node"), node -> node.getLong(field)));
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }
}
