package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart of candles in a browser, with candles of the real server. */
class CandleChartIT {
  @Fixture private static final Browser browser = Browsers.launch();

  @Fixture
  private final PageFixture bed = new PageFixture(browser, CandlePage.SETTINGS, "select 1");

  @Test
  void aTickIsInItsCandle() {
    bed.insertHistory(30);
    try (CandlePage chart = CandlePage.open(bed, "?interval=1s")) {
      chart.awaitLoaded(25);
      int loaded = chart.loaded();

      bed.insert(151.900, 151.904);

      chart.awaitLoaded(loaded + 1);
      assertThat(chart.part("legend")).containsText("C 151.902");
      assertThat(chart.part("day-high")).hasText("151.902");
      assertThat(chart.page().complaints()).isEmpty();
    }
  }

  @Test
  void historyIsLoadedWhileScrollingUntilItEnds() {
    CandlePage.store(bed, "USD_JPY", 60, 1, 1_300);
    try (CandlePage chart = CandlePage.open(bed, "?interval=1m")) {
      chart.awaitLoaded(500);
      assertThat(chart.loaded()).isEqualTo(500);
      assertThat(chart.part("candles-note")).isHidden();

      for (int page = 0; page < 40 && chart.loaded() < 1_300; page++) {
        chart.drag(0.05, 0.95);
      }
      chart.awaitLoaded(1_300);
      for (int page = 0; page < 15; page++) {
        chart.drag(0.05, 0.95);
      }

      chart.awaitNote("candlesBegin");
      assertThat(chart.part("to-newest")).hasAttribute("data-following", "false");
      chart.part("to-newest").click();
      assertThat(chart.part("to-newest")).hasAttribute("data-following", "true");
      assertThat(chart.part("candles-note")).isHidden();
    }
  }

  @Test
  void candlesThatCannotBeLoadedAreAskedForAgain() {
    CandlePage.store(bed, "USD_JPY", 60, 1, 1_300);
    try (CandlePage chart = CandlePage.open(bed, "?interval=1m")) {
      chart.awaitLoaded(500);
      BrowserContext context = chart.page().page().context();
      context.route("**/candles?*", Route::abort);

      for (int page = 0; page < 20 && chart.part("candles-retry").isHidden(); page++) {
        chart.drag(0.05, 0.95);
      }

      chart.awaitNote("candlesFailed");
      assertThat(chart.loaded()).isEqualTo(500);
      context.unroute("**/candles?*");
      chart.part("candles-retry").click();
      chart.awaitLoaded(1_000);
      assertThat(chart.part("candles-retry")).isHidden();
    }
  }

  @Test
  void theChoiceOutlivesAReload() {
    CandlePage.store(bed, "USD_JPY", 300, 1, 100);
    try (CandlePage chart = CandlePage.open(bed, "")) {
      assertThat(chart.part("candles")).isHidden();
      chart.part("interval").selectOption("5m");
      chart.part("kind").selectOption("line");
      chart.part("price-side").selectOption("bid");
      chart.part("indicators").locator("summary").click();
      chart.part("indicator-list").locator("[data-indicator=rsi]").check();
      chart.part("indicator-list").locator("[data-indicator=sma]").check();
      chart.awaitLoaded(100);

      chart.page().page().reload();

      chart.awaitLoaded(100);
      assertThat(chart.part("interval")).hasValue("5m");
      assertThat(chart.part("kind")).hasValue("line");
      assertThat(chart.part("price-side")).hasValue("bid");
      assertThat(chart.part("legend-lines").locator("li"))
          .hasText(
              new Pattern[] {Pattern.compile("RSI 14 \\d.*"), Pattern.compile("SMA 20 15\\d.*")});
      assertThat(chart.page().complaints()).isEmpty();
    }
  }

  @Test
  void whatIsInViewIsSavedWithTheDecimalsOfTheServer() throws IOException {
    CandlePage.store(bed, "USD_JPY", 60, 1, 40);
    JsonArray stored = candles("1m");
    try (CandlePage chart = CandlePage.open(bed, "?interval=1m")) {
      chart.awaitLoaded(40);

      Download csv = chart.page().page().waitForDownload(() -> chart.part("save-csv").click());
      Download png = chart.page().page().waitForDownload(() -> chart.part("save-png").click());

      assertThat(csv.suggestedFilename()).isEqualTo("USD_JPY-1m-mid.csv");
      List<String> lines = Files.readAllLines(csv.path());
      JsonObject first = stored.getJsonObject(0);
      assertThat(lines).hasSize(41);
      assertThat(lines.get(0)).isEqualTo("time,open,high,low,close,ticks,closed");
      // The open price is stored with three decimals, the close with four.
      assertThat(lines.get(1))
          .matches(first.getString("time") + "(,\\d{3}\\.\\d{3}){3},\\d{3}\\.\\d{4},1,true");
      assertThat(Files.readAllBytes(png.path())).startsWith(0x89, 'P', 'N', 'G');
      assertThat(chart.page().complaints()).isEmpty();
    }
  }

  private JsonArray candles(String interval) {
    String path = "/api/ticks/USD_JPY/candles?interval=" + interval;
    return new JsonObject(new Http(bed.port()).get(path).body()).getJsonArray("candles");
  }

  @Test
  void theKeyboardMovesTheCrosshairAndTellsThePrices() {
    CandlePage.store(bed, "USD_JPY", 60, 1, 300);
    try (CandlePage chart = CandlePage.open(bed, "?interval=1m")) {
      chart.awaitLoaded(300);
      JsonArray stored = candles("1m");
      int inView = chart.inView();
      chart.part("candle-plot").focus();

      chart.page().page().keyboard().press("ArrowLeft");
      chart.page().page().keyboard().press("Shift+ArrowLeft");

      String close = stored.getJsonObject(289).getValue("close").toString();
      assertThat(chart.part("candle-spoken")).containsText("C " + close);
      assertThat(chart.part("legend")).containsText("C " + close);
      chart.page().page().keyboard().press("-");
      chart.page().page().waitForCondition(() -> chart.inView() > inView);
      chart.page().page().keyboard().press("PageUp");
      assertThat(chart.part("to-newest")).hasAttribute("data-following", "false");
      chart.page().page().keyboard().press("End");
      assertThat(chart.part("to-newest")).hasAttribute("data-following", "true");
    }
  }

  @Test
  void interruptionsOfTheStreamAreMarked() {
    CandlePage.store(bed, "USD_JPY", 1, 1, 20);
    CandlePage.store(bed, "USD_JPY", 1, 60, 80);
    try (CandlePage chart = CandlePage.open(bed, "?interval=1s")) {
      chart.awaitLoaded(41);
      chart.page().page().waitForCondition(() -> chart.pauses() == 1);
    }
  }

  @Test
  void theDayNamesItsBase() {
    CandlePage.store(bed, "USD_JPY", 86_400, 0, 1);
    try (CandlePage chart = CandlePage.open(bed, "")) {
      JsonArray days = candles("1d");
      String close = days.getJsonObject(0).getValue("close").toString();
      assertThat(chart.part("previous-close")).hasText(close);
      assertThat(chart.part("day-change")).hasText(Pattern.compile("[+−]?0\\.\\d\\d%"));
      assertThat(chart.part("day-base"))
          .hasText(Pattern.compile("since the close of 20..-..-.., " + close.replace(".", "\\.")));
    }
  }

  @Test
  void symbolsAreComparedInPerCent() {
    String feeds =
        "[{name: usd_jpy, table: ticker_usd_jpy, key: time},"
            + "{name: chf_jpy, table: ticker_usd_jpy, key: time, display: {name: Franc}}]";
    Map<String, String> settings = new HashMap<>(CandlePage.SETTINGS);
    settings.put("TICKGATE_FEEDS", feeds);
    try (PageFixture two = new PageFixture(browser, settings, "select 1")) {
      CandlePage.store(two, "USD_JPY", 60, 1, 100);
      CandlePage.store(two, "CHF_JPY", 60, 1, 100);
      try (CandlePage chart = CandlePage.open(two, "?symbol=USD_JPY&interval=1m")) {
        chart.awaitLoaded(100);
        chart.part("compare").selectOption("CHF_JPY");

        assertThat(chart.part("legend-lines").locator("li"))
            .hasText(Pattern.compile("Franc [+−]?\\d\\.\\d\\d%"));
        assertThat(chart.page().page()).hasURL(Pattern.compile("compare=CHF_JPY"));
        chart.part("compared").locator("button").click();
        assertThat(chart.part("legend-lines").locator("li")).hasCount(0);
      }
    }
  }

  @Test
  void twoFingersZoom() {
    CandlePage.store(bed, "USD_JPY", 60, 1, 300);
    Browser.NewContextOptions phone =
        new Browser.NewContextOptions()
            .setViewportSize(360, 780)
            .setIsMobile(true)
            .setHasTouch(true);
    try (CandlePage chart = CandlePage.open(bed, "?interval=1m", phone, context -> {})) {
      chart.awaitLoaded(300);
      chart.part("candle-plot").scrollIntoViewIfNeeded();
      int inView = chart.inView();
      BoundingBox box = chart.part("candle-plot").boundingBox();
      CDPSession touch = chart.page().page().context().newCDPSession(chart.page().page());

      touch(touch, "touchStart", box, 0.45, 0.55);
      touch(touch, "touchMove", box, 0.35, 0.65);
      touch(touch, "touchMove", box, 0.2, 0.8);
      touch.send("Input.dispatchTouchEvent", ended());

      chart.page().page().waitForCondition(() -> chart.inView() < inView / 2);
      assertThat(chart.page().scrollsSideways()).isFalse();
    }
  }

  private static void touch(
      CDPSession session, String type, BoundingBox box, double one, double two) {
    com.google.gson.JsonArray points = new com.google.gson.JsonArray();
    for (double at : new double[] {one, two}) {
      com.google.gson.JsonObject point = new com.google.gson.JsonObject();
      point.addProperty("x", box.x + box.width * at);
      point.addProperty("y", box.y + box.height / 2);
      point.addProperty("id", points.size());
      points.add(point);
    }
    com.google.gson.JsonObject event = new com.google.gson.JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", points);
    session.send("Input.dispatchTouchEvent", event);
  }

  private static com.google.gson.JsonObject ended() {
    com.google.gson.JsonObject event = new com.google.gson.JsonObject();
    event.addProperty("type", "touchEnd");
    event.add("touchPoints", new com.google.gson.JsonArray());
    return event;
  }

  @Test
  void itFillsTheScreenAndReturns() {
    CandlePage.store(bed, "USD_JPY", 60, 1, 100);
    try (CandlePage chart = CandlePage.open(bed, "?interval=1m")) {
      chart.awaitLoaded(100);
      chart.part("full-screen").click();
      chart.page().page().waitForFunction("document.fullscreenElement !== null");
      chart.part("full-screen").click();
      chart.page().page().waitForFunction("document.fullscreenElement === null");
    }
  }

  @ParameterizedTest
  @CsvSource({"320, LIGHT, en-US", "320, DARK, ja-JP", "3840, LIGHT, ja-JP"})
  void itFitsEveryScreen(int width, ColorScheme scheme, String locale) {
    CandlePage.store(bed, "USD_JPY", 60, 1, 600);
    Browser.NewContextOptions screen =
        new Browser.NewContextOptions()
            .setViewportSize(width, 900)
            .setColorScheme(scheme)
            .setLocale(locale);
    String query = "?interval=1m&indicators=sma:20,ema:50,bollinger:20:2,rsi:14";
    try (CandlePage chart = CandlePage.open(bed, query, screen, context -> {})) {
      chart.awaitLoaded(500);
      assertThat(chart.page().scrollsSideways()).isFalse();
      BoundingBox plot = chart.part("candle-plot").boundingBox();
      assertThat(plot.width).isBetween(width * 0.7, (double) width);
      assertThat(plot.height).isGreaterThan(150);
      assertThat(chart.page().complaints()).isEmpty();
    }
  }

  @Test
  void whereCandlesAreOffThePageSaysSoAndShowsTicks() {
    try (PageFixture without = new PageFixture(browser);
        CandlePage chart = CandlePage.open(without, "?interval=1m")) {
      assertThat(chart.part("candles-off")).containsText("candles.enabled");
      assertThat(chart.part("toolbar")).isHidden();
      assertThat(chart.part("plot")).isVisible();
      assertThat(chart.page().complaints()).isEmpty();
    }
  }
}
