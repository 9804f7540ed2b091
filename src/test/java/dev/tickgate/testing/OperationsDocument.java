package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of events and metrics in {@code docs/operations.md}. */
public final class OperationsDocument {
  private static final String TEXT = read();
  private static final Pattern EVENT = Pattern.compile("`([a-z]+\\.[a-z_]+)[` ]");
  private static final Pattern METRIC = Pattern.compile("\\b(tickgate_[a-z_]*[a-z])");
  private static final Pattern FAMILY = Pattern.compile("# TYPE (tickgate_\\w+) ");

  private OperationsDocument() {}

  /** Returns all names with the form of an event. */
  public static Set<String> events() {
    return found(EVENT, TEXT);
  }

  /** Returns the metrics that the document names. */
  public static Set<String> metrics() {
    return found(METRIC, TEXT);
  }

  /** Returns the metrics of Tickgate in an answer of {@code /metrics}. */
  public static Set<String> metricsIn(String scrape) {
    return found(FAMILY, scrape);
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read() {
    try {
      return Files.readString(Path.of("docs/operations.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
