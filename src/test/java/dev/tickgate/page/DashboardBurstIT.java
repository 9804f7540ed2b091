package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The dashboard during a burst of 1,000 events/s of all channels. The profile {@code chaos} lets it
 * last 30 s, and judges the time for which the page does not answer: on a quiet machine.
 */
class DashboardBurstIT {
  private static final boolean JUDGED = Boolean.getBoolean("delays.judged");
  private static final int SECONDS = Integer.getInteger("dashboard.seconds", 3);
  private static final int RATE = 1_000;
  private static final int TICK_MS = 100;
  private static final int EVENTS = RATE * SECONDS;
  private static final int LONGEST_TASK_MS = 100;
  private static final Duration LIMIT = AwaitLimit.LIMIT.plusSeconds(SECONDS);
  private static final int SHOWN = 20;
  private static final List<String> CHANNELS =
      List.of("orders", "inventory", "pricing", "listings");
  private static final List<String> TYPES =
      List.of("ORDER_RECEIVED", "INVENTORY_CHANGE", "PRICE_CHANGE", "LISTING_UPDATE");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKGATE_ACCESS_RULES",
          "[{ topics: 'events.*', read: anybody, write: anybody }]",
          "TICKGATE_LIMITS_ENABLED",
          "false");
  // Tasks that take longer than 50 ms.
  private static final String OBSERVE =
      """
      window.longTasks = [];
      new PerformanceObserver((list) => {
        for (const task of list.getEntries()) window.longTasks.push(Math.round(task.duration));
      }).observe({ type: 'longtask' });
      """;

  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private final PageFixture bed = new PageFixture(browser, SETTINGS);
  @Fixture private final BrowserContext context = browser.newContext();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private HttpClient http;

  @Test
  void thePageShowsEachEventOnceKeepsItsListsShortAndAnswers() {
    Page page = context.newPage();
    page.navigate("http://127.0.0.1:" + bed.port() + "/dashboard.html");
    assertThat(page.getByTestId("badge")).hasAttribute("data-state", "live");
    http = bed.vertx().createHttpClient();
    publish(SHOWN * CHANNELS.size());
    await().until(() -> accepted.get() == SHOWN * CHANNELS.size());
    assertThat(page.getByTestId("received")).hasText("" + accepted);
    int elements = elements(page);
    page.evaluate(OBSERVE);

    bed.vertx().setPeriodic(TICK_MS, this::tick);

    int all = EVENTS + SHOWN * CHANNELS.size();
    await().atMost(LIMIT).until(() -> accepted.get() == all);
    assertThat(page.getByTestId("received")).hasText("%,d".formatted(all));
    CHANNELS.forEach(
        channel ->
            assertThat(page.getByTestId("channel-" + channel).locator("li")).hasCount(SHOWN));
    // A toast for each type but prices.
    assertThat(elements(page)).isLessThan(elements + 3 * SHOWN);
    List<?> tasks = (List<?>) page.evaluate("window.longTasks");
    int longest = tasks.stream().mapToInt(task -> (Integer) task).max().orElse(0);
    System.out.printf(
        "%d events in %d s: %d tasks longer than 50 ms, the longest %d ms%n",
        EVENTS, SECONDS, tasks.size(), longest);
    if (JUDGED) {
      assertThat(longest).isLessThanOrEqualTo(LONGEST_TASK_MS);
    }
  }

  private static int elements(Page page) {
    return (Integer) page.evaluate("document.getElementsByTagName('*').length");
  }

  private void tick(long timer) {
    int left = EVENTS + SHOWN * CHANNELS.size() - next.get();
    if (left == 0) {
      bed.vertx().cancelTimer(timer);
    } else {
      publish(Math.min(left, RATE * TICK_MS / 1000));
    }
  }

  /** So many events, a part of them in each channel. */
  private void publish(int events) {
    int first = next.getAndAdd(events);
    for (int channel = 0; channel < CHANNELS.size(); channel++) {
      int rest = channel;
      String type = TYPES.get(channel);
      List<String> bodies =
          IntStream.range(first, first + events)
              .filter(number -> number % CHANNELS.size() == rest)
              .mapToObj(number -> event(type, number))
              .toList();
      post(CHANNELS.get(channel), bodies);
    }
  }

  private static String event(String type, int number) {
    return """
        {"type":"%s","payload":{"id":"id-%d","action":"updated"},"timestamp":"%s"}"""
        .formatted(type, number, Instant.now());
  }

  private void post(String channel, List<String> events) {
    http.request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(bed.port())
                .setURI("/api/publish/events." + channel)
                .putHeader("Content-Type", "application/json"))
        .compose(
            request ->
                request.send(
                    Buffer.buffer(events.stream().collect(Collectors.joining(",", "[", "]")))))
        .onSuccess(answer -> accepted.addAndGet(answer.statusCode() == 200 ? events.size() : 0));
  }
}
