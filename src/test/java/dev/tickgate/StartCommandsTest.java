package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In every way a node is started, running out of memory ends it. */
class StartCommandsTest {
  private static final String OPTION = "-XX:+ExitOnOutOfMemoryError";
  // With variables before it or arguments behind it, which is no command that does one thing.
  private static final Pattern START =
      Pattern.compile(
          "^(?!`)[^`|\n]*\\bjava\\b.*-jar\\s\\S*tickgate\\.jar(?!.*\\b(?:check|notify|hash-key|bench|capacity|journal|outbox|archive|top)\\b).*$",
          Pattern.MULTILINE);

  @Test
  void everyCommandOfTheDocumentsHasTheOption() throws IOException {
    List<String> starts = new ArrayList<>();
    try (Stream<Path> documents = Files.list(Path.of("docs"))) {
      Stream.concat(Stream.of(Path.of("README.md")), documents.filter(Files::isRegularFile))
          .map(StartCommandsTest::text)
          .forEach(text -> START.matcher(text).results().map(r -> r.group()).forEach(starts::add));
    }

    assertThat(starts).hasSizeGreaterThan(5).allMatch(line -> line.contains(OPTION));
  }

  @Test
  void soHaveTheContainerAndMaven() {
    assertThat(text(Path.of("src/main/docker/Dockerfile")))
        .contains("\"" + OPTION + "\", \"-jar\"");
    assertThat(text(Path.of(".mvn/jvm.config"))).contains(OPTION);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
