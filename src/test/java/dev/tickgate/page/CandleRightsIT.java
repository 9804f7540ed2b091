package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page where ticks may be read and candles may not. */
class CandleRightsIT {
  private static final String FEEDS =
      "[{name: usd_jpy, table: ticker_usd_jpy, key: time},"
          + "{name: chf_jpy, table: ticker_usd_jpy, key: time, display: {name: Franc}}]";

  @Fixture private static final Browser browser = Browsers.launch();

  @Fixture
  private static final PageFixture bed =
      new PageFixture(
          browser,
          Map.of(
              "TICKGATE_CANDLES_ENABLED",
              "true",
              "TICKGATE_ACCESS_RULES",
              "[{topics: 'ticks.*', read: anybody}]",
              "TICKGATE_FEEDS",
              FEEDS));

  @ParameterizedTest
  @ValueSource(strings = {"", "?interval=1m&indicators=sma:20", "?interval=1m&compare=CHF_JPY"})
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
      page.part("lang-switch").click();
      assertThat(page.part("candles-denied")).containsText("candles.USD_JPY.* を読み取れません");
    }
  }

  @Test
  void itSaysWhichRightOfAComparedSymbolIsMissingAndKeepsItsOwnCandles() {
    Map<String, String> settings =
        Map.of(
            "TICKGATE_CANDLES_ENABLED",
            "true",
            "TICKGATE_ACCESS_RULES",
            "[{topics: 'ticks.*', read: anybody}, {topics: 'candles.USD_JPY.*', read: anybody}]",
            "TICKGATE_FEEDS",
            FEEDS);
    try (PageFixture own = new PageFixture(browser, settings)) {
      CandlePage.store(own, "USD_JPY", 60, 1, 100);
      CandlePage.store(own, "CHF_JPY", 60, 1, 100);
      try (CandlePage chart =
          CandlePage.open(own, "?symbol=USD_JPY&interval=1m&compare=CHF_JPY&lang=en")) {
        assertThat(chart.part("candles-denied"))
            .hasText(
                "This page may not read candles.CHF_JPY.*: access.rules of the server do not allow"
                    + " it. The chart does not compare it. ACCESS_DENIED");
        chart.awaitLoaded(100);
        assertThat(chart.part("candles")).isVisible();
        assertThat(chart.part("legend-lines").locator("li")).hasCount(0);
        assertThat(chart.part("compared").locator("button")).hasCount(0);
        assertThat(chart.part("error-strip")).isHidden();
        chart.part("lang-switch").click();
        assertThat(chart.part("candles-denied")).containsText("candles.CHF_JPY.* を読み取れません");
      }
    }
  }
}
