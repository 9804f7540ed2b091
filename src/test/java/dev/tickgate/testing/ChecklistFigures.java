package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of a run of the checklist: a table in {@code target/checklist.md}. Confined to one
 * thread.
 */
public final class ChecklistFigures {
  private static final Path FILE = Path.of("target/checklist.md");

  private final List<String> rows = new ArrayList<>();

  public void add(String name, String format, double value) {
    rows.add("| %s | %s |".formatted(name, format.formatted(value)));
  }

  /** Adds the median and the 99th percentile of times in milliseconds. */
  public void percentiles(String name, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    int last = (int) Math.ceil(sorted.size() * 0.99) - 1;
    rows.add(
        "| %s, p50 / p99 of %d rows | %d / %d ms |"
            .formatted(name, sorted.size(), sorted.get(sorted.size() / 2), sorted.get(last)));
  }

  /** Writes the table, and prints it. */
  public void write() {
    String table =
        "| figure | measured |\n| --- | --- |\n"
            + String.join("\n", rows.stream().sorted().toList());
    System.out.println(table);
    try {
      Files.writeString(FILE, table + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
