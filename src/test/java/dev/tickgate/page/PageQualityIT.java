package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page in its states: accessibility, windows of any width, and the keyboard alone. */
class PageQualityIT {
  private static final List<String> LANGUAGES = List.of("en-US", "ja-JP");
  private static final int[] WIDTHS = {320, 360, 768, 1280, 1920, 3840};
  private static final String SIDEWAYS =
      "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  // As a user sets it in the browser.
  private static final String TWICE_THE_TEXT = "document.documentElement.style.fontSize = '200%'";

  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private static final AllPagesFixture pages = new AllPagesFixture(browser);

  @ParameterizedTest
  @EnumSource
  void noRuleOfAccessibilityIsBroken(PageState state) {
    List<String> violations = new ArrayList<>();
    for (String language : LANGUAGES) {
      Page page = state.open(pages, language);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        for (int width : new int[] {320, 1280}) {
          page.setViewportSize(width, 800);
          page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
          Axe.violations(page).stream()
              .map(violation -> "%s %s %d: %s".formatted(language, scheme, width, violation))
              .forEach(violations::add);
        }
      }
      page.context().close();
    }
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noPageScrollsSidewaysAtAnyWidthOrWithTextTwiceAsLarge(PageState state) {
    List<String> wider = new ArrayList<>();
    for (String language : LANGUAGES) {
      Page page = state.open(pages, language);
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
      page.context().close();
    }
    assertThat(wider).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void tabReachesEveryControlVisiblyAndInOrder(PageState state) {
    Page page = state.open(pages, "en-US");
    FocusWalk walk = FocusWalk.of(page);

    assertThat(walk.problems()).isEmpty();
    assertThat(walk.missed()).isEmpty();
    assertThat(walk.first()).isEqualTo("Skip to the content");
    page.context().close();
  }

  @ParameterizedTest
  @EnumSource
  void theFirstStopLeadsToTheContentAndForcedColorsKeepTheFocusVisible(PageState state) {
    Page page = state.open(pages, "en-US");
    page.emulateMedia(new EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    FocusWalk.fromTheTop(page);
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    assertThat(page.locator(".skip")).isInViewport();
    page.keyboard().press("Enter");

    assertThat(page.locator("main")).isFocused();
    page.keyboard().press("Tab");
    assertThat(FocusWalk.indicatorOf(page)).isNotEqualTo("none");
    page.context().close();
  }
}
