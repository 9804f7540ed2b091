package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.SourceFiles;
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
  private static final Pattern EVENT = Pattern.compile("`([a-z]+\\.[a-z]+(?:_[a-z]+)+)\\b");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @Test
  void everyTestThatADocumentNamesExists() {
    Set<String> tests =
        SourceFiles.of("src/test/java")
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    SourceFiles.of("docs")
        .filter(file -> file.toString().endsWith(".md"))
        .forEach(
            file ->
                TEST.matcher(SourceFiles.text(file))
                    .results()
                    .map(named -> named.group(1))
                    .filter(name -> !tests.contains(name))
                    .forEach(name -> missing.add(file + ": " + name)));

    assertThat(missing).isEmpty();
  }

  @Test
  void everyLinkToASectionLeadsToOne() {
    Set<String> broken = new TreeSet<>();
    Stream.concat(Stream.of(Path.of("README.md")), SourceFiles.of("docs"))
        .filter(file -> file.toString().endsWith(".md"))
        .forEach(
            file ->
                LINK.matcher(SourceFiles.text(file))
                    .results()
                    .filter(link -> !sections(target(file, link)).contains(link.group(2)))
                    .forEach(link -> broken.add(file + ": " + link.group())));

    assertThat(broken).isEmpty();
  }

  @Test
  void everyLogEventThatADocumentNamesIsWritten() {
    Set<String> written = SourceFiles.loggedEvents();
    Set<String> nouns =
        written.stream()
            .map(event -> event.substring(0, event.indexOf('.')))
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    SourceFiles.of("docs")
        .filter(file -> file.toString().endsWith(".md"))
        .forEach(
            file ->
                EVENT
                    .matcher(SourceFiles.text(file))
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
        .matcher(SourceFiles.text(file))
        .results()
        .map(heading -> heading.group(1).toLowerCase())
        .map(heading -> heading.replaceAll("[^\\w\\s-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
