package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tickgate.config.Config.Loading;
import dev.tickgate.config.Config.Loading.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} and {@code conf/tickgate.yaml} say the same. */
class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/configuration.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Za-z0-9.]+)` \\| ([^|]*) \\| (`TICKGATE_[^|]*) \\|");
  private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final Map<String, Settings.Setting> settings = Settings.defaults().byPath();
  private final String document = text(DOCUMENT);

  @Test
  void everyKeyHasARowAndEveryRowIsAKey() {
    assertThat(rows().keySet()).isEqualTo(settings.keySet());
  }

  @Test
  void everyRowNamesTheVariableThatWorks() {
    rows()
        .forEach(
            (key, row) ->
                assertThat(row.group(3)).contains("`" + EnvironmentVariables.nameOf(key) + "`"));
  }

  @Test
  void everyRowTellsTheDefault() {
    rows()
        .forEach(
            (key, row) -> {
              if (!Set.of("feeds", "access.rules", "events.channels").contains(key)) {
                String told = row.group(2).replace("`", "");
                assertThat(told).as(key).isEqualTo(written(settings.get(key).value()));
              }
            });
  }

  @Test
  void itsExamplesAreValid() throws IOException {
    List<String> examples =
        YAML_BLOCK.matcher(document).results().map(found -> found.group(1)).toList();

    assertThat(examples).hasSize(8);
    for (String example : examples) {
      Path file = Files.writeString(Files.createTempFile("example", ".yaml"), example);
      Loading loading =
          Config.load(
              Optional.of(file),
              Map.of("DATABASE_URL", "postgresql://me@db/quotes"),
              Optional.empty());
      Files.delete(file);
      assertThat(loading).as(example).isInstanceOf(Ready.class);
    }
  }

  @Test
  void thePackedDefaultsAreTheFileInConf() throws IOException {
    assertThat(Settings.class.getResourceAsStream("/conf/tickgate.yaml"))
        .hasSameContentAs(Files.newInputStream(Path.of("conf/tickgate.yaml")));
  }

  private Map<String, MatchResult> rows() {
    Matcher rows = ROW.matcher(document);
    return rows.results().collect(Collectors.toMap(row -> row.group(1), row -> row));
  }

  private static String written(JsonNode value) {
    if (value.isArray()) {
      StringBuilder items = new StringBuilder();
      value.forEach(item -> items.append(items.isEmpty() ? "" : ", ").append(item.asText()));
      return items.isEmpty() ? "empty" : items.toString();
    }
    return value.asText().isEmpty() ? "empty" : value.asText();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
