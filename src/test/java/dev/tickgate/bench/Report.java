package dev.tickgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tickgate.bench.Scenario.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of all runs as a Markdown table: medians, and ours by the reference's. */
final class Report {
  private static final List<String> COLUMNS =
      List.of(
          "perSecond",
          "cpu",
          "p50",
          "p99",
          "skipped",
          "idleKibEach",
          "handshakesCold",
          "handshakesWarm");
  private static final List<String> WRONG = List.of("lost", "duplicated", "reordered");
  private static final String HEAD =
      """
      | scenario | step | system | deliveries/s | CPU s per million | p50 ms | p99 ms | skipped \
      | KiB per idle connection | handshakes/s cold | warm | lost, duplicated, reordered |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final Map<Row, List<JsonNode>> rows = new LinkedHashMap<>();

  private record Row(Scenario scenario, Step step, Contestant contestant) {}

  void add(Scenario scenario, Step step, Contestant contestant, JsonNode figures) {
    rows.computeIfAbsent(new Row(scenario, step, contestant), row -> new ArrayList<>())
        .add(figures);
  }

  String markdown() {
    StringBuilder text = new StringBuilder("# Gateway and references, in one run\n\n").append(HEAD);
    for (Scenario scenario : Scenario.values()) {
      for (Step step : scenario.steps()) {
        append(text, scenario, step);
      }
    }
    return text.append("\nMedians. Ratios are the gateway's figure by the reference's.\n")
        .toString();
  }

  private void append(StringBuilder text, Scenario scenario, Step step) {
    List<Row> pair =
        scenario.pair().stream()
            .map(contestant -> new Row(scenario, step, contestant))
            .filter(rows::containsKey)
            .toList();
    for (Row row : pair) {
      cells(text, row.scenario, row.step, row.contestant.name().toLowerCase(Locale.ROOT));
      COLUMNS.forEach(column -> text.append(number(median(row, column))).append(" | "));
      long wrong = WRONG.stream().mapToLong(kind -> (long) sum(row, kind)).sum();
      text.append(failed(row) ? "FAILED" : wrong).append(" |\n");
    }
    if (pair.size() == 2) {
      cells(text, scenario, step, "**ratio**");
      for (String column : COLUMNS) {
        double ratio = median(pair.get(0), column) / median(pair.get(1), column);
        text.append(Double.isFinite(ratio) ? String.format(Locale.ROOT, "**%.2f**", ratio) : "")
            .append(" | ");
      }
      text.append("|\n");
    }
  }

  private static void cells(StringBuilder text, Scenario scenario, Step step, String system) {
    text.append("| ").append(scenario.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    text.append(" | ").append(step.words()).append(" | ").append(system).append(" | ");
  }

  private double median(Row row, String column) {
    double[] sorted =
        rows.get(row).stream()
            .map(figures -> figures.path(column))
            .filter(JsonNode::isNumber)
            .mapToDouble(JsonNode::asDouble)
            .sorted()
            .toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private double sum(Row row, String column) {
    return rows.get(row).stream().mapToDouble(figures -> figures.path(column).asDouble()).sum();
  }

  private boolean failed(Row row) {
    return rows.get(row).stream().anyMatch(JsonNode::isEmpty);
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.2f", value);
  }
}
