package dev.tickgate.page;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** axe-core in a page under test: WCAG 2.2, levels A and AA, and good practice. */
final class Axe {
  private static final Path FILE = Path.of("webroot/node_modules/axe-core/axe.min.js");
  private static final String RUN =
      """
      async tags => {
        const { violations } = await axe.run(document, { runOnly: tags });
        return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, any, all, none }) => {
          const reasons = [...any, ...all, ...none].map(({ message }) => message);
          return `${id} at ${target.join(' ')}: ${reasons.join('; ')} (${html.slice(0, 160)})`;
        }));
      }
      """;
  private static final List<String> TAGS =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private Axe() {}

  /** One sentence per element and rule that it breaks. The context must bypass the CSP. */
  @SuppressWarnings("unchecked")
  static List<String> violations(Page page) {
    load(page);
    return (List<String>) page.evaluate(RUN, TAGS);
  }

  static void load(Page page) {
    if (!(boolean) page.evaluate("'axe' in window")) {
      page.evaluate(source());
    }
  }

  private static String source() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
