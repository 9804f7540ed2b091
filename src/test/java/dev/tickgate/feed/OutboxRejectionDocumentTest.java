package dev.tickgate.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} has every reason for which a row of the outbox is rejected. */
class OutboxRejectionDocumentTest {
  private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+)` \\| (.*) \\|");

  @Test
  void everyCodeHasItsSentence() throws IOException {
    String document = Files.readString(Path.of("docs/errors.md"));
    String section = document.substring(document.indexOf("## Rows of the outbox"));
    List<String> told =
        ROW.matcher(section.substring(0, section.indexOf("## Tokens")))
            .results()
            .map(row -> row.group(1).toUpperCase(Locale.ROOT) + ": " + row.group(2))
            .toList();

    assertThat(told)
        .containsExactlyElementsOf(
            Arrays.stream(OutboxRejection.values()).map(OutboxRejection::text).toList());
  }
}
