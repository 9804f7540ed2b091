package dev.tickgate.node;

import dev.tickgate.config.Config;
import dev.tickgate.feed.Feed;
import dev.tickgate.ops.Readiness;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lines that a node prints when it has started: its roles, its addresses, how to stop it. */
public record Banner(
    Config config, int port, int opsPort, Optional<Databases> databases, Readiness readiness) {

  /** The last line, printed when every part runs and clients can connect. */
  public static final String LAST_LINE = "Stop        Ctrl-C";

  public void print(PrintStream out) {
    lines().forEach(out::println);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Tickgate " + Version.current() + " runs " + roles() + state());
    if (port > 0) {
      String host = "localhost:" + port;
      String stream = config.feeds().stream().findFirst().map(Banner::stream).orElse("");
      lines.add("Page        http://" + host + "/" + otherPages());
      lines.add(
          "Streams     ws://" + host + "/ws/" + stream + "  SockJS http://" + host + "/eventbus");
    }
    String database = databases.map(d -> "  database " + d.source()).orElse("");
    lines.add("Operations  http://localhost:" + opsPort + "/health/ready /metrics" + database);
    lines.add(LAST_LINE);
    return lines;
  }

  private String otherPages() {
    String exchanges = config.exchanges().isEmpty() ? "" : "  exchanges /hub.html";
    String watchlists = config.watchlists().isEmpty() ? "" : "  watchlists /watchlist.html";
    String events = config.events() ? "  events /dashboard.html" : "";
    return exchanges
        + watchlists
        + events
        + (config.rooms().isEmpty() ? "" : "  rooms /rooms.html");
  }

  private static String stream(Feed feed) {
    String table = NamedFeeds.stream(feed);
    return feed.topic().isPresent() ? table : table + "?symbol=<symbol>";
  }

  private String roles() {
    return config.roles().stream()
        .sorted()
        .map(role -> role.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private String state() {
    String missing = missing(readiness);
    return missing.isEmpty() ? "" : "; not ready yet, waiting for: " + missing;
  }

  /** The names of the checks that do not pass, or an empty text. */
  public static String missing(Readiness readiness) {
    return readiness.states().entrySet().stream()
        .filter(check -> !check.getValue())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }
}
