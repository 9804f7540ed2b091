package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.util.Map;
import java.util.function.Consumer;

/** The chart of candles of the page {@code /}, and the server with the candles that it shows. */
final class CandlePage implements AutoCloseable {
  static final Map<String, String> SETTINGS =
      Map.of(
          "TICKGATE_CANDLES_ENABLED",
          "true",
          "TICKGATE_ACCESS_RULES",
          "[{topics: \"ticks.*\", read: anybody}, {topics: \"candles.*\", read: anybody}]");

  private static final String CANDLES =
      """
      insert into tickgate.candle
      select '%1$s', %2$d, t, 1, t, 0, t, 0,
        p - 0.001, p + 0.004, p - 0.006, p + 0.002, p + 0.001, p + 0.006, p - 0.004, p + 0.003,
        p, p + 0.005, p - 0.005, p + 0.0025
      from (
        select to_timestamp(floor(extract(epoch from now()) / %2$d) * %2$d - n * %2$d) t,
          (150.8 + 0.4 * sin(n / 9000.0) + 0.08 * sin(n / 311.0) + n %% 7 * 0.001)::numeric(9, 3) p
        from generate_series(%3$d, %4$d) n) x
      """;

  private final TickerPage page;

  private CandlePage(TickerPage page) {
    this.page = page;
  }

  static CandlePage open(PageFixture bed, String query) {
    return open(bed, query, new Browser.NewContextOptions(), context -> {});
  }

  static CandlePage open(
      PageFixture bed,
      String query,
      Browser.NewContextOptions options,
      Consumer<BrowserContext> prepare) {
    TickerPage page = bed.open(options, prepare);
    page.page().navigate("http://127.0.0.1:" + bed.port() + "/" + query);
    return new CandlePage(page);
  }

  /**
   * Stores candles whose buckets began so many intervals ago, without ticks of theirs.
   *
   * @param seconds the length of the interval
   */
  static void store(PageFixture bed, String symbol, int seconds, int newest, int oldest) {
    bed.run(CANDLES.formatted("ticks." + symbol, seconds, newest, oldest));
  }

  TickerPage page() {
    return page;
  }

  Locator part(String testId) {
    return page.part(testId);
  }

  /** Candles that the page has. */
  int loaded() {
    return number("data-candles");
  }

  /** Candles that are in view. */
  int inView() {
    return number("data-in-view");
  }

  /** Interruptions that are marked. */
  int pauses() {
    return number("data-pauses");
  }

  private int number(String attribute) {
    String text = part("candles").getAttribute(attribute);
    return text == null ? 0 : Integer.parseInt(text);
  }

  void awaitLoaded(int least) {
    page.page().waitForCondition(() -> loaded() >= least);
  }

  /** Drags from one place of the plot to another, in parts of its width. */
  void drag(double from, double to) {
    BoundingBox box = part("candle-plot").boundingBox();
    page.page().mouse().move(box.x + box.width * from, box.y + box.height / 3);
    page.page().mouse().down();
    for (int step = 1; step <= 8; step++) {
      double at = from + (to - from) * step / 8;
      page.page().mouse().move(box.x + box.width * at, box.y + box.height / 3);
    }
    page.page().mouse().up();
  }

  /** Turns the wheel in the middle of the plot; down is out. */
  void wheel(double pixels) {
    BoundingBox box = part("candle-plot").boundingBox();
    page.page().mouse().move(box.x + box.width / 2, box.y + box.height / 2);
    page.page().mouse().wheel(0, pixels);
  }

  void awaitNote(String state) {
    assertThat(part("candles-note")).hasAttribute("data-state", state);
  }

  @Override
  public void close() {
    page.close();
  }
}
