package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Promptness;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page with a quiet source, and with clocks that differ. */
class PageTimeIT {
  private static final Duration STALE_AFTER = Duration.ofSeconds(5);
  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private PageFixture bed = new PageFixture(browser);

  @ParameterizedTest
  @CsvSource({"WEDNESDAY, stale, No tick for", "SUNDAY, closed, Opens"})
  void withoutTicksForFiveSecondsItSaysWhy(DayOfWeek today, String state, String detail) {
    Duration shift = until(today);
    try (TickerPage page =
        bed.open(
            new Browser.NewContextOptions(), context -> TickerPage.serverLater(context, shift))) {
      long inserted = bed.insertUntilLive(page, 151.241, 151.245, shift.negated());

      page.awaitState(state);

      assertThat(Promptness.since(inserted)).isGreaterThan(STALE_AFTER);
      assertThat(page.part("status-detail")).containsText(detail);
      assertThat(page.page()).hasTitle(Pattern.compile("^151.243 USD/JPY · "));

      bed.insertUntilLive(page, 151.242, 151.246, shift.negated());
    }
  }

  private static Duration until(DayOfWeek day) {
    LocalDate date = LocalDate.now(ZoneOffset.UTC).with(TemporalAdjusters.next(day));
    return Duration.between(Instant.now(), date.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, -10})
  void theClockOfTheDeviceDoesNotMatter(int minutes) {
    String wrong = TickerPage.later(Duration.ofMinutes(minutes));
    bed.insertSeconds(60, 1);
    try (TickerPage page =
        bed.open(new Browser.NewContextOptions(), context -> context.addInitScript(wrong))) {
      page.awaitPointsBeyond(55);

      bed.insertUntilLive(page, 151.241, 151.245, Duration.ZERO);
      assertThat(page.part("status-detail"))
          .hasText(Pattern.compile("(< )?[0-9]+ ms|[1-9]\\.[0-9] s"));
      assertThat(page.part("last-tick-ago")).hasText(Pattern.compile("[0-9] s ago"));
      assertThat(page.part("extent-range")).hasText("Last 1 min");
      String wrongBy = "The clock of this device is 10 min " + (minutes > 0 ? "fast" : "slow");
      assertThat(page.part("status-note")).hasText(wrongBy);
    }
  }

  @Test
  void aRowFromTomorrowFreezesNothing() {
    bed.close();
    String feeds = "[{name: usd_jpy, table: ticker_usd_jpy, key: time, lookback: 2d}]";
    bed = new PageFixture(browser, Map.of("TICKGATE_FEEDS", feeds));
    bed.insertSeconds(60, 1);
    try (TickerPage page = bed.open()) {
      page.awaitPointsBeyond(55);
      bed.insert(151.5, 151.502, Duration.ofHours(-25));
      assertThat(page.part("mid")).hasText("151.501");
      assertThat(page.part("latency")).hasText("source clock 24 h ahead");
      bed.insert(151.7, 151.702);

      assertThat(page.part("mid")).hasText("151.701");
      assertThat(page.part("high")).hasText("151.701");
      assertThat(page.part("latency")).containsText(Pattern.compile("[0-9] m?s"));
      page.page().reload();
      assertThat(page.part("high")).hasText("151.701");
      assertThat(page.part("chart")).hasAttribute("data-gaps", Pattern.compile("[01]"));
    }
  }

  @Test
  void aNewTabOnAQuietSourceSaysSinceWhenItIsQuiet() throws Exception {
    bed.insert(151.241, 151.245, Duration.ofHours(3));
    // A page whose last tick is of now says so after five.
    Promptness.assertWithin(Duration.ofSeconds(1), this::untilANewTabSaysThatItIsQuiet);
  }

  private Duration untilANewTabSaysThatItIsQuiet() {
    try (TickerPage page = bed.open()) {
      assertThat(page.part("mid")).hasText("151.243");
      long shown = System.nanoTime();

      page.awaitState(isWeekend() ? "closed" : "stale");
      Duration taken = Promptness.since(shown);
      if (!isWeekend()) {
        assertThat(page.part("status-detail")).hasText("No tick for 3 h");
      }
      return taken;
    }
  }

  @Test
  void aTableWithoutRowsIsNotConnectingForEver() {
    try (TickerPage page = bed.open()) {
      page.awaitState(isWeekend() ? "closed" : "stale");
      assertThat(page.part("chart-empty")).isVisible();
    }
  }

  // By the calendar of the FX market: from Friday 17:00 in New York to Monday 07:00 in Tokyo.
  private static boolean isWeekend() {
    ZonedDateTime newYork = Instant.now().atZone(ZoneId.of("America/New_York"));
    ZonedDateTime tokyo = newYork.withZoneSameInstant(ZoneId.of("Asia/Tokyo"));
    return switch (tokyo.getDayOfWeek()) {
      case SATURDAY -> newYork.getDayOfWeek() == DayOfWeek.SATURDAY || newYork.getHour() >= 17;
      case SUNDAY -> true;
      case MONDAY -> tokyo.getHour() < 7;
      default -> false;
    };
  }
}
