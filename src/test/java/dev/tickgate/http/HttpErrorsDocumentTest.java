package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} knows every code that is said over HTTP, and every limit. */
class HttpErrorsDocumentTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/tickgate");
  private static final Path DOCUMENT = Path.of("docs/errors.md");
  private static final Pattern SAID = Pattern.compile("([45]\\d\\d),\\s*\"([A-Z_]+)\"");
  private static final Pattern TOLD = Pattern.compile("`([A-Z_]+)`\\s+\\(([45]\\d\\d)[,:)]");
  private static final Pattern LIMIT =
      Pattern.compile("(?:limits|http)\\..*\\| `([a-z_]+)` \\|$", Pattern.MULTILINE);

  @Test
  void everyCodeOfHttpIsToldWithItsStatus() throws IOException {
    Set<String> said = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file ->
                  said.addAll(
                      found(SAID, text(file), code -> code.group(2) + " " + code.group(1))));
    }

    assertThat(found(TOLD, text(DOCUMENT), code -> code.group(1) + " " + code.group(2)))
        .isEqualTo(said);
  }

  @Test
  void everyLimitIsToldWithItsLabel() {
    assertThat(found(LIMIT, text(DOCUMENT), label -> label.group(1)))
        .isEqualTo(
            Stream.of(Limit.values())
                .map(limit -> limit.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
  }

  private static Set<String> found(
      Pattern pattern, String text, Function<MatchResult, String> row) {
    return pattern.matcher(text).results().map(row).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
