package dev.tickgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.BoundingBox;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A day of candles of a second in one view, moved by a pointer for some seconds. A frame's own work
 * is the time of its callbacks; a long task is one of more than 50 ms, as the browser counts them.
 * The longest ones are those of the chart on a quiet machine only, and judged there: in the profile
 * {@code chaos}.
 */
@Tag("alone")
class CandleChartLoadIT {
  private static final int DAY = 86_400;
  private static final Duration LONG_TASK = Duration.ofMillis(50);
  private static final Duration MEAN = Duration.ofMillis(10);
  private static final boolean JUDGED = Boolean.getBoolean("delays.judged");
  private static final Duration MOVING = Duration.ofSeconds(12);
  private static final int ROUNDS = 4;
  private static final long GROWTH = 1_500_000;

  private static final String RECORD_WORK =
      """
      window.work = { frames: 0, longest: 0, total: 0, longTasks: [] };
      const request = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = run => request(time => {
        const begun = performance.now();
        run(time);
        const took = performance.now() - begun;
        window.work.frames += 1;
        window.work.total += took;
        window.work.longest = Math.max(window.work.longest, took);
      });
      new PerformanceObserver(list =>
        list.getEntries().forEach(({ duration }) => window.work.longTasks.push(duration))
      ).observe({ entryTypes: ['longtask'] });
      """;
  private static final String RESET =
      "window.work.frames = window.work.longest = window.work.total = 0; window.work.longTasks = []";

  @Fixture private static final Browser browser = Browsers.launch();

  @Fixture
  private final PageFixture bed = new PageFixture(browser, CandlePage.SETTINGS, "select 1");

  @Test
  void aDayOfSecondsPansAndZoomsWithoutALongTaskAndWithoutMoreMemory() {
    CandlePage.store(bed, "USD_JPY", 1, 1, DAY);
    bed.insertHistory(3);
    String query = "?interval=1s&indicators=sma:20,ema:50,bollinger:20:2,rsi:14";
    try (CandlePage chart =
        CandlePage.open(
            bed,
            query,
            new Browser.NewContextOptions().setViewportSize(1_280, 900),
            context -> context.addInitScript(RECORD_WORK))) {
      chart.awaitLoaded(500);
      zoomOutToAll(chart);
      CDPSession profiler = chart.page().page().context().newCDPSession(chart.page().page());
      move(chart, Duration.ofSeconds(3));
      long before = heap(profiler);
      chart.page().page().evaluate(RESET);

      for (int round = 0; round < ROUNDS; round++) {
        move(chart, MOVING.dividedBy(ROUNDS));
      }

      int frames = (int) chart.page().page().evaluate("window.work.frames");
      double longest = number(chart, "window.work.longest");
      double mean = number(chart, "window.work.total / window.work.frames");
      List<?> longTasks = (List<?>) chart.page().page().evaluate("window.work.longTasks");
      long grown = heap(profiler) - before;
      System.out.printf(
          "candles %d, frames %d, work of a frame %.1f ms, longest %.1f ms, long tasks %s, heap %+.2f MB%n",
          chart.loaded(), frames, mean, longest, longTasks, grown / 1e6);
      assertThat(frames).isGreaterThan(100);
      assertThat(mean).isLessThan(MEAN.toMillis());
      if (JUDGED) {
        assertThat(longest).isLessThan(LONG_TASK.toMillis());
        assertThat(longTasks).isEmpty();
      }
      assertThat(grown).isLessThan(GROWTH);
    }
  }

  private static void zoomOutToAll(CandlePage chart) {
    chart
        .page()
        .page()
        .waitForCondition(
            () -> {
              if (chart.inView() < DAY - 5) {
                chart.wheel(600);
              }
              return chart.inView() >= DAY - 5;
            });
  }

  /** Drags to and fro, and zooms in and out, by real events of the pointer. */
  private static void move(CandlePage chart, Duration length) {
    BoundingBox box = chart.part("candle-plot").boundingBox();
    var mouse = chart.page().page().mouse();
    double y = box.y + box.height / 3;
    long end = System.nanoTime() + length.toNanos();
    for (int turn = 0; System.nanoTime() < end; turn++) {
      mouse.move(box.x + box.width * 0.3, y);
      mouse.down();
      for (int step = 0; step <= 20; step++) {
        mouse.move(box.x + box.width * (0.3 + 0.02 * step), y);
      }
      for (int step = 20; step >= 0; step--) {
        mouse.move(box.x + box.width * (0.3 + 0.02 * step), y);
      }
      mouse.up();
      mouse.wheel(0, turn % 2 == 0 ? -300 : 300);
    }
  }

  private static double number(CandlePage chart, String expression) {
    return ((Number) chart.page().page().evaluate(expression)).doubleValue();
  }

  /** Bytes of the objects of the page, after a collection. */
  private static long heap(CDPSession profiler) {
    profiler.send("HeapProfiler.enable");
    profiler.send("HeapProfiler.collectGarbage");
    profiler.send("HeapProfiler.collectGarbage");
    return profiler.send("Runtime.getHeapUsage").get("usedSize").getAsLong();
  }
}
