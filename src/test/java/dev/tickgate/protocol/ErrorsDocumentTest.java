package dev.tickgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {
  @Test
  void listsEveryCodeAsItIsAndNoOther() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/errors.md")).stream()
            .filter(line -> line.matches("\\| (`[A-Z]|[0-9]).*"))
            .toList();

    Stream<String> errors = Stream.of(ErrorCode.values()).map(ErrorsDocumentTest::row);
    Stream<String> closes = Stream.of(CloseCode.values()).map(ErrorsDocumentTest::row);
    assertThat(rows).containsExactlyElementsOf(Stream.concat(errors, closes).toList());
  }

  private static String row(ErrorCode code) {
    return "| `%s` | `%s` | %s | %s |"
        .formatted(code, code.bridgeBody(), code.sentence(), yesOrNo(code.retry()));
  }

  private static String row(CloseCode code) {
    return "| %d | `%s` | %s | %s |"
        .formatted(code.number(), code.reason(), code.sentence(), yesOrNo(code.retry()));
  }

  private static String yesOrNo(boolean yes) {
    return yes ? "yes" : "no";
  }
}
