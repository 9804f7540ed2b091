package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Http;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code /dashboard.html} shows of published events. */
class DashboardIT {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKGATE_ACCESS_RULES",
          "[{ topics: 'ticks.*', read: anybody }, "
              + "{ topics: 'events.*', read: anybody, write: anybody }]");
  private static Browser browser;
  private static PageFixture bed;
  private BrowserContext context;
  private Page page;
  private int published;

  @BeforeAll
  static void launch() {
    browser = Browsers.launch();
    bed = new PageFixture(browser, SETTINGS);
  }

  @AfterAll
  static void quit() {
    bed.close();
    browser.close();
  }

  @BeforeEach
  void open() {
    context = browser.newContext(new Browser.NewContextOptions().setLocale("en-US"));
    page = context.newPage();
    page.navigate("http://127.0.0.1:" + bed.port() + "/dashboard.html");
    awaitState("live");
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void anEventStandsInItsListAndInAToastAndTakesNoFocus() {
    publish("orders", "ORDER_RECEIVED", 1);

    assertThat(page.getByTestId("channel-orders").locator("li strong")).hasText("id-1");
    assertThat(page.locator(".toast strong")).hasText("New order");
    assertThat(page.getByTestId("spoken")).hasText("New order: 1");
    assertThat(page.getByTestId("latency")).containsText("Latency ");
    assertThat((String) page.evaluate("document.activeElement.tagName")).isEqualTo("BODY");
  }

  @Test
  void toastsAreGroupedByTypeAndPricesHaveNone() {
    publish("pricing", "PRICE_CHANGE", 3);
    publish("listings", "LISTING_UPDATE", 5);

    assertThat(page.getByTestId("channel-pricing").locator("li")).hasCount(3);
    assertThat(page.locator(".toast strong")).hasText("Listing changed: 5");
    page.locator(".toast button").click();
    assertThat(page.locator(".toast")).hasCount(0);
  }

  @Test
  void ofManyEventsTheListsKeepTheNewest() {
    for (int i = 0; i < 10; i++) {
      publish("inventory", "INVENTORY_CHANGE", 100);
    }

    assertReceived(1_000);
    assertThat(page.getByTestId("channel-inventory").locator("li")).hasCount(20);
    assertThat(page.getByTestId("channel-inventory").locator("li strong").first())
        .hasText("id-1000");
  }

  @Test
  void afterABreakNothingIsMissingAndNothingComesTwice() {
    publish("orders", "ORDER_RECEIVED", 2);
    assertReceived(2);

    bed.stopNode();
    awaitState("disconnected");
    assertThat(page.getByTestId("retry-now")).isVisible();
    bed.startNode();
    publish("orders", "ORDER_RECEIVED", 40);

    awaitState("live");
    assertReceived(42);
    assertThat(page.getByTestId("channel-orders").locator(".count")).hasText("42");
  }

  @Test
  void oneNavigationLeadsToTheChartAndBack() {
    page.locator(".pages").getByText("Chart").click();
    assertThat(page.getByTestId("pair")).isVisible();
    page.locator(".pages").getByText("Events").click();
    assertThat(page.getByTestId("channels")).isVisible();
    page.getByTestId("lang-switch").click();
    assertThat(page.locator("h1")).hasText("業務イベント");
  }

  @Test
  void thePageOfExchangesSaysThatNoneIsEnabled() {
    page.navigate("http://127.0.0.1:" + bed.port() + "/hub.html");
    assertThat(page.getByTestId("no-exchanges")).isVisible();
    assertThat(page.getByTestId("states")).isHidden();
  }

  @Test
  void aPageNeverAsksForConnectionsThatItsUserMayNotSee() {
    Page other = context.newPage();
    List<String> asked = new ArrayList<>();
    List<String> console = new ArrayList<>();
    other.onRequest(request -> asked.add(request.url()));
    other.onConsoleMessage(message -> console.add(message.text()));
    other.clock().install();
    other.navigate("http://127.0.0.1:" + bed.port() + "/dashboard.html");
    assertThat(other.getByTestId("sign-in")).isVisible();
    awaitFigures(other, asked, 3);

    assertThat(count(asked, "/api/realtime/connections")).isZero();
    assertThat(console).isEmpty();
  }

  @Test
  void aPageThatNobodySeesAsksForNothing() {
    Page other = context.newPage();
    List<String> asked = new ArrayList<>();
    other.onRequest(request -> asked.add(request.url()));
    other.clock().install();
    other.navigate("http://127.0.0.1:" + bed.port() + "/dashboard.html");
    awaitFigures(other, asked, 2);
    see(other, "hidden");
    long before = count(asked, "/api/realtime/status");
    other.clock().runFor(60_000);
    publish("orders", "ORDER_RECEIVED", 1);
    assertThat(other.getByTestId("channel-orders").locator("li")).hasCount(1);
    assertThat(count(asked, "/api/realtime/status")).isEqualTo(before);

    see(other, "visible");
    other.waitForCondition(() -> count(asked, "/api/realtime/status") > before);
  }

  private static void see(Page page, String visibility) {
    page.evaluate(
        """
        (visibility) => {
          Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        visibility);
  }

  /** Lets the time of the page pass until it has asked for its figures so many times. */
  private static void awaitFigures(Page page, List<String> asked, int times) {
    page.waitForCondition(
        () -> {
          page.clock().runFor(1_000);
          return count(asked, "/api/realtime/stats?days=1") >= times;
        });
  }

  private static long count(List<String> urls, String end) {
    return urls.stream().filter(url -> url.endsWith(end)).count();
  }

  @Test
  void withoutEventsOnTheServerThePageSaysSoAndTriesNoMore() {
    try (PageFixture off =
        new PageFixture(browser, Map.of("TICKGATE_EVENTS_REALTIME_ENABLED", "false"))) {
      // Until a leader counts the events, nobody knows that they are switched off.
      Http http = new Http(off.port());
      await().until(() -> http.get("/api/realtime/status").statusCode() == 200);
      Page other = context.newPage();
      List<String> asked = new ArrayList<>();
      other.onRequest(request -> asked.add(request.url()));
      other.clock().install();
      other.navigate("http://127.0.0.1:" + off.port() + "/dashboard.html");
      assertThat(other.getByTestId("error-text"))
          .hasText("Business events are switched off on this server.");
      assertThat(other.getByTestId("badge")).hasAttribute("data-state", "disconnected");
      long streams = count(asked, "/api/realtime/events");
      other.waitForCondition(
          () -> {
            other.clock().runFor(1_000);
            return count(asked, "/api/realtime/status") > 3;
          });

      assertThat(count(asked, "/api/realtime/events")).isEqualTo(streams);
    }
  }

  private void publish(String channel, String type, int count) {
    String events =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                i ->
                    """
                    {"type":"%s","payload":{"id":"id-%d","action":"updated"},"timestamp":"%s"}"""
                        .formatted(type, published + i, Instant.now()))
            .collect(Collectors.joining(",", "[", "]"));
    published += count;
    assertThat(
            new Http(bed.port())
                .post("/api/publish/events." + channel, events, "Content-Type", "application/json")
                .statusCode())
        .isEqualTo(200);
  }

  private void assertReceived(int count) {
    assertThat(page.getByTestId("received")).hasText("%,d".formatted(count));
  }

  private void awaitState(String state) {
    assertThat(page.getByTestId("badge")).hasAttribute("data-state", state);
  }
}
