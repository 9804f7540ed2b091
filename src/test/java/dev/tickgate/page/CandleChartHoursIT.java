package dev.tickgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The chart of candles of a second with the ticks of eight hours, inserted as fast as the page
 * shows them. The page keeps all of these candles, in arrays that it takes at its start: the
 * objects of the page must not become more from the second hour on.
 */
@Tag("load")
class CandleChartHoursIT {
  private static final int HOURS = 8;
  private static final int HOUR = 3_600;
  // The leader publishes at most so many buckets at once.
  private static final int BATCH = 100;
  private static final int FIRST_HOUR = 2;
  // In the six judged hours 24 bytes of each tick; an object in a list takes more.
  private static final long GROWTH = 500_000;
  private static final long MORE_NODES = 20;

  private static final String INSERT =
      """
      insert into ticker_usd_jpy
      select timestamptz '%1$s' at time zone 'UTC' + n * interval '1 s', p, p + 0.003
      from (select n, (151.2 + 0.4 * sin(n / 900.0) + n %% 7 * 0.001)::numeric(9, 3) p
        from generate_series(%2$d, %3$d) n) x
      """;

  @Fixture private static final Browser browser = Browsers.launch();

  @Fixture
  private final PageFixture bed = new PageFixture(browser, CandlePage.SETTINGS, "select 1");

  /** The figures of the page after a collection. */
  private record Held(long heap, long nodes, long listeners) {}

  @Test
  void theTicksOfEightHoursNeedNoMoreMemoryThanThoseOfTwo() {
    long begun = System.nanoTime();
    int ticks = HOURS * HOUR;
    String query = "?interval=1s&indicators=sma:20,ema:50,bollinger:20:2,rsi:14";
    Instant first = Instant.now().minusSeconds(ticks + HOUR).truncatedTo(ChronoUnit.SECONDS);
    List<Held> hours = new ArrayList<>();
    try (CandlePage chart = CandlePage.open(bed, query)) {
      Page page = chart.page().page();
      CDPSession devtools = page.context().newCDPSession(page);
      devtools.send("Performance.enable");
      devtools.send("HeapProfiler.enable");
      for (int from = 0; from < ticks; from += BATCH) {
        int shown = from + BATCH;
        bed.run(INSERT.formatted(first, from, shown - 1));
        page.waitForCondition(() -> chart.loaded() == shown);
        if (shown % HOUR == 0) {
          hours.add(held(devtools));
        }
      }
    }
    System.out.printf(
        "%d ticks in %d s: %s%n", ticks, (System.nanoTime() - begun) / 1_000_000_000, hours);
    Held before = hours.get(FIRST_HOUR - 1);
    Held after = hours.get(HOURS - 1);
    assertThat(after.heap() - before.heap()).isLessThan(GROWTH);
    assertThat(after.nodes() - before.nodes()).isLessThan(MORE_NODES);
    assertThat(after.listeners()).isLessThanOrEqualTo(before.listeners());
  }

  private static Held held(CDPSession devtools) {
    devtools.send("HeapProfiler.collectGarbage");
    devtools.send("HeapProfiler.collectGarbage");
    JsonObject answer = devtools.send("Performance.getMetrics");
    return new Held(
        metric(answer, "JSHeapUsedSize"),
        metric(answer, "Nodes"),
        metric(answer, "JSEventListeners"));
  }

  private static long metric(JsonObject answer, String name) {
    for (JsonElement metric : answer.getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals(name)) {
        return metric.getAsJsonObject().get("value").getAsLong();
      }
    }
    throw new AssertionError("the browser has no metric " + name);
  }
}
