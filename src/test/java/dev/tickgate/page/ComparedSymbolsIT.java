package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The symbols with which an address compares that of the chart. */
class ComparedSymbolsIT {
  private static final List<String> OTHERS = List.of("CHF_JPY", "EUR_JPY", "GBP_JPY");

  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private static final PageFixture bed = new PageFixture(browser, settings(), "select 1");

  private static Map<String, String> settings() {
    StringBuilder feeds = new StringBuilder("[{name: usd_jpy, table: ticker_usd_jpy, key: time}");
    OTHERS.forEach(
        symbol ->
            feeds.append(
                ",{name: %s, table: ticker_usd_jpy, key: time}"
                    .formatted(symbol.toLowerCase(Locale.ROOT))));
    Map<String, String> settings = new HashMap<>(CandlePage.SETTINGS);
    settings.put("TICKGATE_FEEDS", feeds + "]");
    return settings;
  }

  @Test
  void anUnknownSymbolIsNamedAndNeitherItNorTheOwnOneTakesAPlace() {
    CandlePage.store(bed, "USD_JPY", 60, 1, 100);
    OTHERS.forEach(symbol -> CandlePage.store(bed, symbol, 60, 1, 100));
    String compared = "A,USD_JPY," + String.join(",", OTHERS);
    try (CandlePage chart =
        CandlePage.open(bed, "?symbol=USD_JPY&interval=1m&lang=en&compare=" + compared)) {
      assertThat(chart.part("compared").locator("button"))
          .hasText(new String[] {"CHF/JPY ×", "EUR/JPY ×", "GBP/JPY ×"});
      assertThat(chart.part("compared-unknown"))
          .hasText("This page has no symbol A: the chart does not compare it.");
      assertThat(chart.part("legend-lines").locator("li")).hasCount(3);
      assertThat(chart.page().page())
          .hasURL(Pattern.compile("compare=" + String.join("%2C", OTHERS) + "$"));

      chart.part("lang-switch").click();

      assertThat(chart.part("compared-unknown")).containsText("銘柄 A はありません");
      chart.part("interval").selectOption("ticks");
      assertThat(chart.part("compared-unknown")).isHidden();
    }
  }

  @Test
  void nothingIsSaidOfSymbolsThatThePageHas() {
    try (CandlePage chart =
        CandlePage.open(bed, "?symbol=USD_JPY&interval=1m&compare=USD_JPY,CHF_JPY")) {
      assertThat(chart.part("compared").locator("button")).hasText("CHF/JPY ×");
      assertThat(chart.part("compared-unknown")).isHidden();
    }
  }
}
