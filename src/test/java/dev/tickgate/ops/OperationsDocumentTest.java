package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.OperationsDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} has every event of the log and every metric. */
class OperationsDocumentTest {
  private static final Pattern LOGGED =
      Pattern.compile(
          "(?:\\.log\\(|LOG\\.[a-z]+\\(|new FailureLog\\(|Level\\.[A-Z]+,)\\s*\"([a-z]+\\.[a-z_]+)\"");

  @Test
  void everyEventOfTheLogIsThere() {
    Set<String> logged = logged();

    assertThat(logged).hasSizeGreaterThan(70);
    assertThat(OperationsDocument.events()).containsAll(logged);
  }

  @Test
  void everyMetricIsThereAndNoOther() {
    try (Meters meters = new Meters("test")) {
      new AuthMeters(meters);
      new FeedMeters(meters, "events");
      new GatewayMeters(meters).serves("events");
      new OutboxMeters(meters);
      new PublishMeters(meters);

      assertThat(OperationsDocument.metrics())
          .containsExactlyInAnyOrderElementsOf(OperationsDocument.metricsIn(meters.scrape()));
    }
  }

  private static Set<String> logged() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(Files::isRegularFile)
          .flatMap(file -> LOGGED.matcher(text(file)).results())
          .map(event -> event.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
