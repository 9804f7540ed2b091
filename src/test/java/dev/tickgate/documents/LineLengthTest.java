package dev.tickgate.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.SourceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents are read in terminals and in differences between versions too. */
class LineLengthTest {
  private static final int LONGEST = 110;
  private static final Pattern TABLE = Pattern.compile(" *\\|.*");
  // It cannot be broken.
  private static final Pattern LONG_CODE = Pattern.compile("`[^`]{60,}`");

  @Test
  void aLineOfTextHas110CharactersAtMost() {
    List<String> longer = Block.documents().flatMap(LineLengthTest::longer).toList();

    assertThat(longer).isEmpty();
  }

  private static Stream<String> longer(Path document) {
    String text = Block.FENCED.matcher(SourceFiles.text(document)).replaceAll("");
    return text.lines()
        .filter(line -> !TABLE.matcher(line).matches())
        .filter(line -> length(LONG_CODE.matcher(line).replaceAll("")) > LONGEST)
        .map(line -> document + ": " + line);
  }

  private static int length(String line) {
    return line.codePointCount(0, line.length());
  }
}
