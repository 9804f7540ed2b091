package dev.tickgate.documents;

import dev.tickgate.testing.SourceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a document.
 *
 * @param line where it begins
 * @param language empty for diagrams, output and conversations
 */
record Block(String document, int line, String language, String text) {
  static final Pattern FENCED = Pattern.compile("(?ms)^ *```(\\w*)[^\\n]*\\n(.*?)^ *```");

  /** The README, those in docs and those of the packages for pages. */
  static Stream<Path> documents() {
    Stream<Path> documents = SourceFiles.of("docs").filter(file -> file.toString().endsWith(".md"));
    Stream<String> others =
        Stream.of("README.md", "webroot/client/README.md", "webroot/react/README.md");
    return Stream.concat(others.map(Path::of), documents.sorted());
  }

  static List<Block> all() {
    return documents().flatMap(Block::of).toList();
  }

  static List<Block> all(String language) {
    return all().stream().filter(block -> block.language().equals(language)).toList();
  }

  private static Stream<Block> of(Path file) {
    String text = SourceFiles.text(file);
    return FENCED
        .matcher(text)
        .results()
        .map(
            found ->
                new Block(
                    file.toString(),
                    (int) text.substring(0, found.start()).lines().count() + 1,
                    found.group(1),
                    found.group(2)));
  }

  /**
   * The commands of a shell script: lines that a backslash joins are one, comments are left out.
   */
  List<String> commands() {
    return text.replaceAll("\\\\\n\\s*", "")
        .lines()
        .map(line -> line.replaceAll("(^|\\s+)# .*$", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Override
  public String toString() {
    return document + ":" + line + " " + language;
  }
}
