package dev.tickgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.Document;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/checklist.md} has a line for each test of {@link ChecklistIT}, and no other. */
class ChecklistDocumentTest {
  private static final Pattern LINE = Pattern.compile("(?m)^\\| \\d+ \\|.*\\| `(\\w+)` \\|$");

  @Test
  void eachLineIsATest() {
    List<String> lines =
        LINE.matcher(Document.of("docs/checklist.md").text())
            .results()
            .map(line -> line.group(1))
            .toList();

    assertThat(lines)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ChecklistIT.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .toList());
  }
}
