package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tickgate.testing.OperationsDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerts and the dashboard in {@code conf} ask for metrics that exist. */
class MonitoringFilesTest {
  private static final Path RULES = Path.of("conf/prometheus/rules.yaml");
  private static final Path DASHBOARD = Path.of("conf/grafana/tickgate.json");
  private static final List<Path> DOCUMENTS =
      List.of(Path.of("docs/operations.md"), Path.of("docs/candles.md"));
  private static final Pattern METRIC = Pattern.compile("\\b(tickgate_[a-z_]*[a-z])\\b");
  // Prometheus adds them to the name of a histogram.
  private static final Pattern SERIES = Pattern.compile("_(bucket|count|sum)$");

  @Test
  void alertsAskForMetricsThatExistAndSayWhereToRead() throws IOException {
    List<String> anchors = new ArrayList<>();
    for (Path document : DOCUMENTS) {
      anchors.addAll(anchors(document));
    }
    List<JsonNode> rules = new ArrayList<>();
    JsonNode file = new YAMLMapper().readTree(RULES.toFile());
    file.path("groups").forEach(group -> group.path("rules").forEach(rules::add));

    assertThat(rules).hasSizeGreaterThan(15);
    for (JsonNode rule : rules) {
      String alert = rule.path("alert").asText();
      assertThat(metrics(rule.path("expr").asText()))
          .as(alert)
          .isNotEmpty()
          .isSubsetOf(OperationsDocument.metrics());
      assertThat(rule.path("labels").path("severity").asText())
          .as(alert)
          .isIn("critical", "warning");
      assertThat(rule.path("annotations").path("summary").asText()).as(alert).endsWith(".");
      assertThat(rule.path("annotations").path("runbook").asText()).as(alert).isIn(anchors);
    }
  }

  @Test
  void theDashboardShowsMetricsThatExist() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
      boolean isRow = panel.path("type").asText().equals("row");
      assertThat(panel.path("targets").isEmpty()).as(panel.path("title").asText()).isEqualTo(isRow);
      panel.path("targets").forEach(target -> shown.addAll(metrics(target.path("expr").asText())));
    }

    assertThat(shown).hasSizeGreaterThan(25).isSubsetOf(OperationsDocument.metrics());
  }

  private static Set<String> metrics(String expression) {
    return METRIC
        .matcher(expression)
        .results()
        .map(found -> SERIES.matcher(found.group(1)).replaceAll(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The links to the sections of a document. */
  private static List<String> anchors(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.matches("##+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase())
        .map(title -> title.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .map(anchor -> document + "#" + anchor)
        .toList();
  }
}
