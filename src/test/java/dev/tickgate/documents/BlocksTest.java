package dev.tickgate.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Refused;
import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each block of the documents is run, compiled or parsed by a test, or has a reason why not. */
class BlocksTest {
  // JavaBlocksTest and FirstStepsIT have those of Java, documents.test.js those of JavaScript.
  private static final Set<String> BY_LANGUAGE = Set.of("yaml", "json", "js", "jsx", "java", "");
  // Prometheus and Kubernetes: MonitoringFilesTest and KubernetesFilesTest have whole files.
  private static final Pattern OTHER_PROGRAMS =
      Pattern.compile("(?m)^(apiVersion|scrape_configs):");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(mvn|java|docker|kubectl|helm|curl|psql|export|npx|npm|jcmd) ");

  @Test
  void eachBlockHasOneRunnerOrAReason() {
    List<Block> unclaimed =
        Block.all().stream()
            .filter(block -> !BY_LANGUAGE.contains(block.language()))
            .filter(block -> Claim.all().stream().noneMatch(claim -> claim.covers(block)))
            .toList();

    assertThat(unclaimed).as("blocks without a row in Claim").isEmpty();
  }

  @Test
  void eachClaimIsOfABlock() {
    assertThat(Claim.all())
        .hasSizeGreaterThan(50)
        .allMatch(claim -> Block.all().stream().anyMatch(claim::covers));
  }

  @Test
  void eachRunnerIsATestThatReadsTheDocument() {
    Map<String, String> tests =
        SourceFiles.of("src/test/java")
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""),
                    SourceFiles::text,
                    (one, other) -> one));

    assertThat(Claim.all())
        .filteredOn(claim -> claim.reason().isEmpty())
        .allMatch(claim -> tests.getOrDefault(claim.runner(), "").contains(claim.document()));
  }

  @Test
  void aCommandStandsInABlockOfTheShell() {
    assertThat(Block.all("")).noneMatch(block -> COMMAND.matcher(block.text()).find());
  }

  @Test
  void theSettingsAreLoadedAsAConfiguration(@TempDir Path folder) throws IOException {
    Map<String, String> environment = Map.of("DATABASE_URL", "postgresql://me@db/quotes");
    Certificates.Pair pair = new Certificates("documents").issue(folder, "gateway");
    List<String> refused = new ArrayList<>();
    for (Block block : Block.all("yaml")) {
      Path file = Files.writeString(folder.resolve("t.yaml"), withFiles(block.text(), pair));
      if (!OTHER_PROGRAMS.matcher(block.text()).find()
          && Config.load(Optional.of(file), environment, Optional.empty())
              instanceof Refused errors) {
        refused.add(block + ": " + errors);
      }
    }

    assertThat(refused).isEmpty();
  }

  private static String withFiles(String yaml, Certificates.Pair pair) {
    return yaml.replace("/etc/tickgate/fullchain.pem", pair.cert().toString())
        .replace("/etc/tickgate/privkey.pem", pair.key().toString());
  }

  @Test
  void theMessagesAreJsonObjects() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    for (Block block : Block.all("json")) {
      try (MappingIterator<JsonNode> messages =
          mapper.readerFor(JsonNode.class).readValues(block.text())) {
        assertThat(messages.readAll())
            .as(block.toString())
            .isNotEmpty()
            .allMatch(JsonNode::isObject);
      }
    }
  }
}
