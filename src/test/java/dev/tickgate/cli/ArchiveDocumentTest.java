package dev.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Document;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchiveDocumentTest {
  @Test
  void theDocumentHasEveryCode() {
    String codes = Document.of("docs/errors.md").text();

    assertThat(Arrays.stream(ArchiveRefusal.Code.values()).map(code -> "`" + code + "`"))
        .allMatch(codes::contains);
  }
}
