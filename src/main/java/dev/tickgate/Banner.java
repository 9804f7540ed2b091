package dev.tickgate;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person who started a node reads: what runs, where to look, how to stop. */
final class Banner {
  private Banner() {}

  static Node print(Node node, PrintStream out) {
    lines(node).forEach(out::println);
    return node;
  }

  private static List<String> lines(Node node) {
    List<String> lines = new ArrayList<>();
    lines.add("Tickgate " + Main.Version.current() + " runs " + roles(node) + state(node));
    if (node.port() > 0) {
      String host = "localhost:" + node.port();
      String stream = node.config().feeds().stream().findFirst().map(Gateways::stream).orElse("");
      lines.add("Page        http://" + host + "/");
      lines.add(
          "Streams     ws://" + host + "/ws/" + stream + "  SockJS http://" + host + "/eventbus");
    }
    String database = node.databases().map(d -> "  database " + d.source()).orElse("");
    lines.add(
        "Operations  http://localhost:" + node.opsPort() + "/health/ready /metrics" + database);
    lines.add("Stop        Ctrl-C");
    return lines;
  }

  private static String roles(Node node) {
    return node.config().roles().stream()
        .sorted()
        .map(role -> role.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static String state(Node node) {
    String missing =
        node.readiness().states().entrySet().stream()
            .filter(check -> !check.getValue())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return missing.isEmpty() ? "" : "; not ready yet, waiting for: " + missing;
  }
}
