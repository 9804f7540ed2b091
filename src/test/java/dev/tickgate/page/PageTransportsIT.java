package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The pages in a network that lets no WebSocket through: live over event streams, or a sentence
 * that says what is missing. PageOutageIT has the chart over each transport of SockJS.
 */
class PageTransportsIT {
  private static final Pattern ANY = Pattern.compile(".*");

  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private static final AllPagesFixture pages = new AllPagesFixture(browser);

  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Page open(String path) {
    return pages.open(path, "en-US", this::prepare);
  }

  private void prepare(BrowserContext context) {
    context.routeWebSocket(ANY, WebSocketRoute::close);
    context.onRequest(request -> requests.add(request.url()));
  }

  private boolean hasAsked(String path) {
    return requests.stream().anyMatch(url -> url.contains(path));
  }

  @Test
  void theWatchlistIsLiveOverAnEventStream() {
    Page page = open("/watchlist.html");
    pages.awaitWatchlist(page);
    pages.price(1, "2661");

    assertThat(page.locator("tr[data-company='1'] .price")).hasText("2,661");
    assertThat(hasAsked("/sse?topic=watchlist.1")).isTrue();
    assertThat(requests).noneMatch(url -> url.contains("session-1"));
    page.context().close();
  }

  @Test
  void theQuotesOfExchangesAreLiveOverAnEventStream() {
    Page page = open("/hub.html");
    pages.awaitQuotes(page);

    assertThat(hasAsked("/sse?topic=")).isTrue();
    page.context().close();
  }

  @Test
  void theEventsNeedNoWebSocket() {
    Page page = open("/dashboard.html");
    pages.awaitEvents(page);

    assertThat(hasAsked("/api/realtime/events")).isTrue();
    page.context().close();
  }

  @Test
  void roomsSayThatTheyNeedAWebSocket() {
    Page page = open("/rooms.html");
    pages.join(page, UUID.randomUUID().toString());

    assertThat(page.getByTestId("refusal"))
        .hasText("Your network lets no WebSocket through, which rooms need.");
    page.context().close();
  }
}
