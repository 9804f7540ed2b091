package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every page in its states: accessibility, windows of any width, and the keyboard alone. */
class PageQualityIT {
  private static final List<String> LANGUAGES = List.of("en-US", "ja-JP");
  private static final int[] WIDTHS = {320, 360, 768, 1280, 1920, 3840};
  private static final String SIDEWAYS =
      "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  // As a user sets it in the browser.
  private static final String TWICE_THE_TEXT = "document.documentElement.style.fontSize = '200%'";
  private static final String TEXT_AS_IT_WAS = "document.documentElement.style.fontSize = ''";
  private static final String KEYBOARD = "keyboard";

  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private static final AllPagesFixture pages = new AllPagesFixture(browser);

  /** The tests of a state share its pages, one in each language and one for the keyboard. */
  @TestFactory
  Stream<DynamicContainer> everyPageInItsStates() {
    return Arrays.stream(PageState.values())
        .map(state -> DynamicContainer.dynamicContainer(state.name(), new Tests(state).all()));
  }

  /** The tests of a state, in this order. */
  private static final class Tests {
    private final PageState state;
    private final Map<String, Page> opened = new HashMap<>();

    Tests(PageState state) {
      this.state = state;
    }

    // First what takes little time: messages that go away are still there.
    Stream<DynamicTest> all() {
      return Stream.of(
          dynamicTest("no page scrolls sideways, with large text neither", this::scroll),
          dynamicTest("no rule of accessibility is broken", this::accessibility),
          dynamicTest("Tab reaches every control visibly and in order", this::walk),
          dynamicTest("the first stop leads to the content, also in forced colors", this::skip));
    }

    private Page page(String name, String language) {
      return opened.computeIfAbsent(name, first -> state.open(pages, language));
    }

    private void close(String name) {
      opened.remove(name).context().close();
    }

    private void scroll() {
      List<String> wider = new ArrayList<>();
      for (String language : LANGUAGES) {
        Page page = page(language, language);
        for (int width : WIDTHS) {
          page.setViewportSize(width, 800);
          int more = (int) page.evaluate(SIDEWAYS);
          if (more > 0) {
            wider.add("%s %d: %d".formatted(language, width, more));
          }
        }
        page.setViewportSize(768, 800);
        page.evaluate(TWICE_THE_TEXT);
        int more = (int) page.evaluate(SIDEWAYS);
        if (more > 0) {
          wider.add("%s 768, 200 %%: %d".formatted(language, more));
        }
        page.evaluate(TEXT_AS_IT_WAS);
      }
      assertThat(wider).isEmpty();
    }

    private void accessibility() {
      List<String> violations = new ArrayList<>();
      for (String language : LANGUAGES) {
        Page page = page(language, language);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
          for (int width : new int[] {320, 1280}) {
            page.setViewportSize(width, 800);
            Axe.violations(page).stream()
                .map(violation -> "%s %s %d: %s".formatted(language, scheme, width, violation))
                .forEach(violations::add);
          }
        }
        close(language);
      }
      assertThat(violations).isEmpty();
    }

    private void walk() {
      FocusWalk walk = FocusWalk.of(page(KEYBOARD, LANGUAGES.get(0)));

      assertThat(walk.problems()).isEmpty();
      assertThat(walk.missed()).isEmpty();
      assertThat(walk.first()).isEqualTo("Skip to the content");
    }

    private void skip() {
      Page page = page(KEYBOARD, LANGUAGES.get(0));
      page.emulateMedia(new EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
      FocusWalk.fromTheTop(page);
      page.keyboard().press("Tab");
      assertThat(page.locator(".skip")).isFocused();
      assertThat(page.locator(".skip")).isInViewport();
      page.keyboard().press("Enter");

      assertThat(page.locator("main")).isFocused();
      page.keyboard().press("Tab");
      assertThat(FocusWalk.indicatorOf(page)).isNotEqualTo("none");
      close(KEYBOARD);
    }
  }
}
