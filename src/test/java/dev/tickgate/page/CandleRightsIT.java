package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page where ticks may be read and candles may not. */
class CandleRightsIT {
  @Fixture private static final Browser browser = Browsers.launch();

  @Fixture
  private static final PageFixture bed =
      new PageFixture(
          browser,
          Map.of(
              "TICKGATE_CANDLES_ENABLED",
              "true",
              "TICKGATE_ACCESS_RULES",
              "[{topics: 'ticks.*', read: anybody}]"));

  @ParameterizedTest
  @ValueSource(strings = {"", "?interval=1m&indicators=sma:20"})
  void itSaysWhichRightIsMissingAndShowsTheTicks(String query) {
    bed.insertSeconds(30, 1);
    try (TickerPage page = bed.open()) {
      page.page().navigate("http://127.0.0.1:" + bed.port() + "/" + query);
      assertThat(page.part("candles-denied"))
          .hasText(
              "This page may not read candles.USD_JPY.*: access.rules of the server do not allow it."
                  + " The chart shows ticks. ACCESS_DENIED");
      assertThat(page.part("toolbar")).isHidden();
      assertThat(page.part("candles")).isHidden();
      assertThat(page.part("plot")).isVisible();
      page.awaitPointsBeyond(29);
      int before = page.points();

      bed.insert(151.301, 151.305);

      page.awaitPointsBeyond(before);
      assertThat(page.part("mid")).hasText("151.303");
      assertThat(page.part("error-strip")).isHidden();
      assertThat(page.part("error-strip")).isHidden();
      page.part("lang-switch").click();
      assertThat(page.part("candles-denied")).containsText("candles.USD_JPY.* を読み取れません");
    }
  }
}
