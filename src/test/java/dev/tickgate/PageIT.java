package dev.tickgate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.AriaRole;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page shows of the rows of a table. */
class PageIT {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration STALE_AFTER = Duration.ofSeconds(5);
  private static Browser browser;
  private PageBed bed;

  @BeforeAll
  static void launch() {
    browser = Browsers.launch();
  }

  @AfterAll
  static void quit() {
    browser.close();
  }

  @BeforeEach
  void start() {
    bed = new PageBed(browser);
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void aRowInsertedByHandAppears() {
    try (TickerPage page = bed.open()) {
      assertThat(page.part("chart-empty")).isVisible();

      bed.insert(151.241, 151.245);
      page.awaitState("live", SOON);
      bed.insert(151.251, 151.256);

      assertThat(page.part("mid")).hasText("151.254");
      assertThat(page.part("bid")).hasText("151.251");
      assertThat(page.part("ask")).hasText("151.256");
      assertThat(page.part("spread")).hasText("0.5");
      assertThat(page.part("mid-sign")).hasText("▲");
      assertThat(page.part("latency")).containsText("ms");
      assertThat(page.part("received-at")).containsText(":");
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
      assertThat(page.part("mid")).hasText(price(tick, "mid"));
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

  @ParameterizedTest
  @CsvSource({"WEDNESDAY, stale, No tick for", "SUNDAY, closed, Opens"})
  void withoutTicksForFiveSecondsItSaysWhy(DayOfWeek today, String state, String detail) {
    Duration shift = until(today);
    String later = TickerPage.later(shift);
    try (TickerPage page =
        bed.open(new Browser.NewContextOptions(), context -> context.addInitScript(later))) {
      long inserted = System.nanoTime();
      bed.insert(151.241, 151.245, shift.negated());
      page.awaitState("live", SOON);

      page.awaitState(state, STALE_AFTER.plus(SOON));

      assertThat(Duration.ofNanos(System.nanoTime() - inserted)).isGreaterThan(STALE_AFTER);
      assertThat(page.part("status-detail")).containsText(detail);
      assertThat(page.page()).hasTitle(Pattern.compile("^151.243 USD/JPY · "));

      bed.insert(151.242, 151.246, shift.negated());
      page.awaitState("live", SOON);
    }
  }

  private static Duration until(DayOfWeek day) {
    LocalDate date = LocalDate.now(ZoneOffset.UTC).with(TemporalAdjusters.next(day));
    return Duration.between(Instant.now(), date.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC));
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

      bed.stopNode();
      page.awaitState("disconnected", SOON);
      assertThat(page.part("retry-now")).isInViewport();
      assertThat(page.scrollsSideways()).isFalse();
    }
  }

  @Test
  void itComplainsOfNothingAndAsksNobodyElse() {
    bed.insertHistory(60);
    try (TickerPage page = bed.open()) {
      page.awaitPoints(60);
      bed.insert(151.241, 151.245);
      page.awaitState("live", SOON);
      page.part("ranges").getByRole(AriaRole.BUTTON).first().click();
      page.part("lang-switch").click();

      String here = "127.0.0.1:" + bed.port() + "/";
      assertThat(page.requests())
          .isNotEmpty()
          .allMatch(url -> url.startsWith("http://" + here) || url.startsWith("ws://" + here));
      assertThat(page.complaints()).isEmpty();
      assertThat(page.response().headerValue("content-security-policy"))
          .startsWith("default-src 'self'")
          .doesNotContain("unsafe");
    }
  }
}
