package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ReducedMotion;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages for a user that wants no motion: nothing is animated while prices and events come. */
class ReducedMotionIT {
  // In each frame, from the begin of the page.
  private static final String WATCH =
      """
      window.animated = new Set();
      const look = () => {
        for (const { animationName, transitionProperty, id } of document.getAnimations()) {
          window.animated.add(animationName ?? transitionProperty ?? id);
        }
        requestAnimationFrame(look);
      };
      look();
      """;
  private static final String ANIMATED = "[...window.animated]";
  // The frames in which one of the charts is painted.
  private static final String COUNT_PAINTED =
      """
      () => {
        window.painted = 0;
        let isPainted = false;
        for (const name of ['clearRect', 'fillRect', 'stroke', 'drawImage']) {
          const original = CanvasRenderingContext2D.prototype[name];
          CanvasRenderingContext2D.prototype[name] = function (...drawn) {
            if (!isPainted && this.canvas.closest('.plot-place') !== null) {
              isPainted = true;
              window.painted += 1;
              requestAnimationFrame(() => { isPainted = false; });
            }
            return original.apply(this, drawn);
          };
        }
      }
      """;
  private static final String FIFTY_FRAMES =
      """
      async () => {
        const before = window.painted;
        for (let i = 0; i < 50; i += 1) await new Promise(requestAnimationFrame);
        return window.painted - before;
      }
      """;
  // One for each tick, and one for each renewal of the view, of which there are four a second.
  private static final int FEW = 12;

  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private static final AllPagesFixture pages = new AllPagesFixture(browser);

  private int price = 13_000;

  private Page open(PageState state, ReducedMotion motion) {
    Page page =
        state.open(
            pages,
            "en-US",
            context -> {
              context.addInitScript(WATCH);
              context.onPage(
                  opened ->
                      opened.emulateMedia(new EmulateMediaOptions().setReducedMotion(motion)));
            });
    if (state == PageState.WATCHLIST) {
      price++;
      pages.price(2, Integer.toString(price));
      assertThat(page.locator("tr[data-company='2'] .price")).hasText("%,d".formatted(price));
    }
    return page;
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsAnimated(PageState state) {
    Page page = open(state, ReducedMotion.REDUCE);

    assertThat((List<?>) page.evaluate(ANIMATED)).isEmpty();
    page.context().close();
  }

  @ParameterizedTest
  @EnumSource(names = {"WATCHLIST", "EVENTS"})
  void whereTheUserAllowsMotionChangesAreAnimated(PageState state) {
    Page page = open(state, ReducedMotion.NO_PREFERENCE);

    assertThat((List<?>) page.evaluate(ANIMATED)).isNotEmpty();
    page.context().close();
  }

  @ParameterizedTest
  @EnumSource(names = {"TICKS", "CANDLES"})
  void theChartTakesATickInAtOnce(PageState state) {
    Page page = open(state, ReducedMotion.REDUCE);
    page.evaluate(COUNT_PAINTED);
    pages.awaitTicks(page);

    assertThat((int) page.evaluate(FIFTY_FRAMES)).isBetween(1, FEW);
    page.context().close();
  }
}
