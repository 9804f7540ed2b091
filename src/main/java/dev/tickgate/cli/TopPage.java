package dev.tickgate.cli;

import dev.tickgate.cli.TextTable.Column;
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
    lines.addAll(nodes(all, before).lines());
    lines.add("");
    lines.addAll(feeds(nodes).lines());
    TextTable links = links(nodes);
    if (!links.isEmpty()) {
      lines.add("");
      lines.addAll(links.lines());
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

  private static TextTable nodes(List<JsonObject> all, Optional<TopPage> before) {
    TextTable table =
        new TextTable(
            Column.left("NODE", 28),
            Column.left("ROLES", 24),
            Column.right("SESSIONS", 8),
            Column.right("DELIVERED/S", 11),
            Column.right("SKIPPED", 9),
            Column.right("WAITING", 9),
            Column.left("STATE", 0));
    all.forEach(node -> add(table, node, before));
    return table;
  }

  private static void add(TextTable table, JsonObject node, Optional<TopPage> before) {
    if (!node.getBoolean("answered")) {
      String state = node.getString("kind", "no answer");
      table.add(node.getString("node"), "", "", "", "", "", state);
      return;
    }
    table.add(
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

  private static TextTable feeds(List<JsonObject> nodes) {
    TreeSet<String> stale = new TreeSet<>();
    Map<String, List<Object>> leaders = new TreeMap<>();
    for (JsonObject node : nodes) {
      JsonObject heard = node.getJsonObject("stale");
      heard.fieldNames().forEach(feed -> leaders.putIfAbsent(feed, List.of("nobody", "", "")));
      heard.fieldNames().stream().filter(heard::getBoolean).forEach(stale::add);
      objects(node.getJsonArray("feeds"))
          .forEach(feed -> leaders.put(feed.getString("feed"), leader(node, feed)));
    }
    TextTable table =
        new TextTable(
            Column.left("FEED", 28),
            Column.left("LEADER", 28),
            Column.right("TERM", 6),
            Column.right("PUBLISHED", 12),
            Column.left("STATE", 0));
    leaders.forEach(
        (feed, leader) ->
            table.add(
                feed,
                leader.get(0),
                leader.get(1),
                leader.get(2),
                stale.contains(feed) ? "stale" : ""));
    return table;
  }

  private static List<Object> leader(JsonObject node, JsonObject feed) {
    return List.of(node.getString("process"), feed.getLong("term"), feed.getLong("published"));
  }

  private static TextTable links(List<JsonObject> nodes) {
    TextTable table =
        new TextTable(
            Column.left("EXCHANGE, RELAY, OUTBOX", 28),
            Column.left("NODE", 28),
            Column.left("STATE", 13),
            Column.left("BEHIND", 0));
    for (JsonObject node : nodes) {
      String process = node.getString("process");
      for (JsonObject one : objects(node.getJsonArray("exchanges"))) {
        String state = one.getBoolean("connected") ? "connected" : "not connected";
        String age =
            one.containsKey("age_seconds")
                ? "data " + seconds(one.getDouble("age_seconds")) + " old"
                : "";
        table.add(one.getString("venue"), process, state, age);
      }
      for (JsonObject one : objects(node.getJsonArray("relays"))) {
        String state = one.getBoolean("running") ? "running" : "not running";
        String behind = one.containsKey("behind") ? one.getLong("behind").toString() : "";
        table.add(one.getString("relay"), process, state, behind);
      }
      JsonObject outbox = node.getJsonObject("outbox", new JsonObject());
      if (!outbox.isEmpty()) {
        String oldest = seconds(outbox.getDouble("oldest_seconds"));
        String behind = "%d rows, oldest %s".formatted(outbox.getLong("waiting"), oldest);
        table.add("outbox", process, "read", behind);
      }
    }
    return table;
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
