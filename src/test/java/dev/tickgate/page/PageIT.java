package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.AriaRole;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page with the rows of a table. */
class PageIT {
  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private PageFixture bed = new PageFixture(browser);

  @Test
  void aSymbolOfATableWithManyIsShownWithTheDecimalsOfItsRows() {
    bed.close();
    bed =
        new PageFixture(
            browser,
            Map.of(
                "TICKGATE_FEEDS",
                "[{ name: stocks, table: stocks, key: time, symbolColumn: symbol }]"),
            """
        create table stocks (
          time timestamptz, symbol text, bid numeric, ask numeric, primary key (time, symbol));
        insert into stocks
          select now() - n * interval '1 s', symbol, 187.12, 187.14
          from unnest(array['AAPL', 'MSFT']) symbol, generate_series(1, 5) n
        """);
    await().until(() -> new Http(bed.port()).get("/api/symbols").body().contains("MSFT"));

    try (TickerPage page = bed.open()) {
      assertThat(page.part("bid")).hasText("187.12");
      bed.run("insert into stocks values (now(), 'AAPL', 187.5, 187.6), (now(), 'MSFT', 9, 9)");
      page.awaitConnected();

      assertThat(page.part("bid")).hasText("187.50");
      assertThat(page.part("ask")).hasText("187.60");
    }
  }

  @Test
  void aRowInsertedByHandAppears() {
    try (TickerPage page = bed.open()) {
      assertThat(page.part("chart-empty")).isVisible();

      bed.insertUntilLive(page, 151.241, 151.245, Duration.ZERO);
      bed.insert(151.251, 151.256);

      assertThat(page.part("mid")).hasText("151.2535");
      assertThat(page.part("bid")).hasText("151.251");
      assertThat(page.part("ask")).hasText("151.256");
      assertThat(page.part("spread")).hasText("0.5");
      assertThat(page.part("mid-sign")).hasText("▲");
      assertThat(page.part("latency")).containsText(Pattern.compile("[0-9] m?s"));
      assertThat(page.part("last-tick-at")).containsText(":");
      assertThat(page.part("chart-empty")).isHidden();
    }
  }

  @Test
  void historyFillsTheChart() {
    bed.insertHistory(300);
    try (TickerPage page = bed.open()) {
      page.awaitPoints(300);

      bed.insert(151.3, 151.304);

      page.awaitPoints(301);
      assertThat(page.part("high")).hasText("151.302");
    }
  }

  @Test
  void theFiguresAreThoseOfTheStream() {
    bed.insertHistory(3);
    try (TickerPage page = bed.open();
        WsClient stream = new WsClient(bed.vertx(), bed.port(), "/ws/ticker_usd_jpy")) {
      bed.insert(150.998, 151.001);
      await().until(() -> stream.texts().stream().anyMatch(text -> text.contains("150.998")));
      JsonObject tick = stream.messages("ticker").get(stream.messages("ticker").size() - 1);

      assertThat(page.part("bid")).hasText(price(tick, "bid"));
      assertThat(page.part("ask")).hasText(price(tick, "ask"));
      assertThat(page.part("mid")).hasText("150.9995");
      assertThat(page.part("spread")).hasText("0.3");
      Instant time = Instant.parse(tick.getString("timestamp"));
      assertThat(page.part("source-time-utc")).hasText(clock(time, 0) + " UTC");
      assertThat(page.part("source-time-jst")).hasText(clock(time, 9) + " JST");
    }
  }

  private static String price(JsonObject tick, String key) {
    return new BigDecimal(tick.getValue(key).toString())
        .setScale(3, RoundingMode.HALF_UP)
        .toPlainString();
  }

  private static String clock(Instant time, int hours) {
    return time.atOffset(ZoneOffset.ofHours(hours)).toString().replace('T', ' ').substring(0, 23);
  }

  @Test
  void aPauseIsAGapAndNoLine() {
    bed.insertSeconds(120, 90);
    bed.insertSeconds(78, 60);
    bed.insertSeconds(55, 1);
    try (TickerPage page = bed.open()) {
      bed.insert(151.241, 151.245);

      page.awaitConnected();
      assertThat(page.part("chart")).hasAttribute("data-gaps", "1");
    }
  }

  @Test
  void quotesThatAreNoLineAreDotsOverTheGaps() {
    bed.run(
        """
        insert into ticker_usd_jpy
        select now() at time zone 'UTC' - ago * interval '1 s', 151.2, 151.202 + (84 - ago) * 0.002
        from generate_series(84, 12, -12) ago
        """);
    try (TickerPage page = bed.open()) {
      page.awaitPoints(7);
      assertThat(page.part("chart")).hasAttribute("data-dots", "7");
      page.page().waitForCondition(() -> page.dots() == 7);
      assertThat(page.part("last-tick-ago")).hasText(Pattern.compile("[1-5][0-9] s ago"));
      assertThat(page.part("change")).hasText("+7.2");
    }
  }

  @Test
  void anotherSymbolHasAnAddressAndASwitch() {
    bed.close();
    String feeds =
        "[{name: usd_jpy, table: ticker_usd_jpy, key: time},"
            + "{name: chf_jpy, table: ticker_usd_jpy, key: time, display: {name: Franc}}]";
    bed = new PageFixture(browser, Map.of("TICKGATE_FEEDS", feeds));
    bed.insertSeconds(60, 1);
    try (TickerPage page = bed.open()) {
      assertThat(page.part("pair")).hasText("USD/JPY");
      assertThat(page.part("pair-words")).hasText("US Dollar / Japanese Yen");
      assertThat(page.part("demo")).isHidden();

      page.part("symbol-switch").selectOption("CHF_JPY");

      assertThat(page.page()).hasURL(Pattern.compile(".*/\\?symbol=CHF_JPY"));
      assertThat(page.part("pair")).hasText("Franc");
      page.awaitPointsBeyond(55);
      assertThat(page.page()).hasTitle(Pattern.compile("151.2015 Franc .*"));
      page.page().navigate("http://127.0.0.1:" + bed.port() + "/?symbol=NONE");
      assertThat(page.part("error-code")).hasText("UNKNOWN_SYMBOL");
    }
  }

  @Test
  void aHalfPipIsTheSameEverywhere() {
    bed.insert(151.168, 151.169);
    try (TickerPage page = bed.open()) {
      assertThat(page.part("mid")).hasText("151.1685");
      assertThat(page.part("high")).hasText("151.1685");
      assertThat(page.page()).hasTitle(Pattern.compile("151.1685 USD/JPY .*"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "en-US, 日本語, Market closed|Stale|Live|Connecting, Source time",
    "ja-JP, English, 市場休止|更新停止|ライブ|接続中, 配信元時刻"
  })
  void itSpeaksTheLanguageOfTheBrowserUntilAnotherIsChosen(
      String locale, String other, String states, String sourceTime) {
    bed.insertHistory(3);
    Browser.NewContextOptions options = new Browser.NewContextOptions().setLocale(locale);
    try (TickerPage page = bed.open(options, context -> {})) {
      assertThat(page.part("lang-switch")).hasText(other);
      assertThat(page.part("status")).hasText(Pattern.compile(states));
      assertThat(page.page().getByText(sourceTime)).isVisible();

      page.part("lang-switch").click();

      assertThat(page.page().getByText(sourceTime)).isHidden();
      page.page().reload();
      assertThat(page.part("lang-switch")).not().hasText(other);
      assertThat(page.page().getByText(sourceTime)).isHidden();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "ja-JP"})
  void aPhoneNeverScrollsSideways(String locale) {
    bed.insertHistory(60);
    Browser.NewContextOptions phone =
        new Browser.NewContextOptions()
            .setViewportSize(390, 844)
            .setIsMobile(true)
            .setHasTouch(true)
            .setLocale(locale);
    try (TickerPage page = bed.open(phone, context -> {})) {
      page.awaitPoints(60);
      assertThat(page.scrollsSideways()).isFalse();
      assertThat(page.part("mid")).isInViewport();
      double top = page.part("plot").boundingBox().y;
      assertThat(top).isLessThan(844 - 100);

      bed.stopNode();
      page.awaitState("disconnected");
      assertThat(page.part("retry-now")).isInViewport();
      assertThat(page.scrollsSideways()).isFalse();
    }
  }

  @Test
  void itComplainsOfNothingAndAsksNobodyElse() {
    bed.insertHistory(60);
    try (TickerPage page =
        bed.open(
            new Browser.NewContextOptions(),
            context -> context.addInitScript(TickerPage.RECORD_LISTENERS))) {
      page.awaitPoints(60);
      bed.insert(151.241, 151.245);
      page.awaitConnected();
      page.part("ranges").getByRole(AriaRole.BUTTON).first().click();
      page.part("lang-switch").click();

      String here = "127.0.0.1:" + bed.port() + "/";
      assertThat(page.requests())
          .isNotEmpty()
          .allMatch(url -> url.startsWith("http://" + here) || url.startsWith("ws://" + here));
      assertThat(page.complaints()).isEmpty();
      // It would keep the page out of the browser's back-forward cache.
      assertThat(page.page().evaluate("window.heardEvents").toString())
          .contains("visibilitychange")
          .doesNotContain("unload");
      assertThat(page.response().headerValue("content-security-policy"))
          .startsWith("default-src 'self'")
          .doesNotContain("unsafe");
    }
  }
}
