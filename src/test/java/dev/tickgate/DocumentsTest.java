package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names that the documents give must exist. */
class DocumentsTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z][a-z]\\w+(?:Test|IT))`");
  private static final Pattern LINK = Pattern.compile("\\]\\((\\w[\\w./-]*\\.md)?#([\\w-]+)\\)");
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:\\.log\\(|FailureLog\\()\\s*(?:Level\\.[A-Z]+,\\s*)?\"([a-z]+\\.[a-z_]+)\"");
  private static final Pattern EVENT = Pattern.compile("`([a-z]+\\.[a-z]+(?:_[a-z]+)+)\\b");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @Test
  void everyTestThatADocumentNamesExists() {
    Set<String> tests =
        files(Path.of("src/test/java"))
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    files(Path.of("docs"))
        .filter(file -> file.toString().endsWith(".md"))
        .forEach(
            file ->
                TEST.matcher(text(file))
                    .results()
                    .map(named -> named.group(1))
                    .filter(name -> !tests.contains(name))
                    .forEach(name -> missing.add(file + ": " + name)));

    assertThat(missing).isEmpty();
  }

  @Test
  void everyLinkToASectionLeadsToOne() {
    Set<String> broken = new TreeSet<>();
    Stream.concat(Stream.of(Path.of("README.md")), files(Path.of("docs")))
        .filter(file -> file.toString().endsWith(".md"))
        .forEach(
            file ->
                LINK.matcher(text(file))
                    .results()
                    .filter(link -> !sections(target(file, link)).contains(link.group(2)))
                    .forEach(link -> broken.add(file + ": " + link.group())));

    assertThat(broken).isEmpty();
  }

  @Test
  void everyLogEventThatADocumentNamesIsWritten() {
    Set<String> written = new TreeSet<>();
    files(Path.of("src/main/java"))
        .forEach(
            file -> WRITTEN.matcher(text(file)).results().forEach(e -> written.add(e.group(1))));
    Set<String> nouns =
        written.stream()
            .map(event -> event.substring(0, event.indexOf('.')))
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    files(Path.of("docs"))
        .filter(file -> file.toString().endsWith(".md"))
        .forEach(
            file ->
                EVENT
                    .matcher(text(file))
                    .results()
                    .map(named -> named.group(1))
                    .filter(event -> nouns.contains(event.substring(0, event.indexOf('.'))))
                    .filter(event -> !written.contains(event))
                    .forEach(event -> missing.add(file + ": " + event)));

    assertThat(missing).isEmpty();
  }

  private static Path target(Path file, MatchResult link) {
    return link.group(1) == null ? file : file.resolveSibling(link.group(1));
  }

  /** As GitHub names them: lower case, without punctuation, with hyphens for spaces. */
  private static Set<String> sections(Path file) {
    return HEADING
        .matcher(text(file))
        .results()
        .map(heading -> heading.group(1).toLowerCase())
        .map(heading -> heading.replaceAll("[^\\w\\s-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList().stream();
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
