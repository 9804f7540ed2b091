package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Nginx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The pages behind proxies that let no WebSocket through, and no streams either. PageOutageIT has
 * the chart over each transport of SockJS.
 */
class PageTransportsIT {
  private static final String PASS =
      """
            proxy_pass http://127.0.0.1:{gateway};
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
      """;

  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private static final AllPagesFixture pages = new AllPagesFixture(browser);

  @Fixture private static final Nginx withoutWebSockets = nginx("location / {\n" + PASS + "}");

  @Fixture
  private static final Nginx refusing =
      nginx(
          "location ~ ^/(sse|api/realtime/events|eventbus/.*/(xhr_streaming|eventsource))"
              + " { return 403; }\nlocation / {\n"
              + PASS
              + "}");

  @Fixture private static final BufferingProxy buffering = new BufferingProxy(pages.port());

  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** The obstacle that keeps streams from the page. */
  private enum Proxy {
    REFUSING,
    BUFFERING;

    int port() {
      return this == REFUSING ? refusing.port() : buffering.port();
    }
  }

  private static Nginx nginx(String server) {
    return Nginx.start(server.replace("{gateway}", Integer.toString(pages.port())));
  }

  private Page open(int port, String path) {
    return pages.open(
        port, path, "en-US", context -> context.onRequest(request -> requests.add(request.url())));
  }

  private boolean hasAsked(String path) {
    return requests.stream().anyMatch(url -> url.contains(path));
  }

  /** Whether the page has what it shows by requests that end at once. */
  private boolean hasPolled() {
    return requests.stream().anyMatch(url -> url.endsWith("/xhr"));
  }

  @Test
  void theEventsNeedNoWebSocket() {
    Page page = open(withoutWebSockets.port(), "/dashboard.html");
    pages.awaitEvents(page);

    assertThat(hasAsked("/api/realtime/events")).isTrue();
    assertThat(hasAsked("/eventbus/")).isFalse();
    page.context().close();
  }

  @Test
  void theWatchlistIsLiveOverAStreamAndShowsNoTokenInAnAddress() {
    Page page = open(withoutWebSockets.port(), "/watchlist.html");
    pages.awaitWatchlist(page);
    pages.price(2, "13001");

    assertThat(page.locator("tr[data-company='2'] .price")).hasText("13,001");
    assertThat(hasAsked("/xhr_streaming")).isTrue();
    assertThat(hasPolled()).isFalse();
    assertThat(requests).noneMatch(url -> url.contains("session-1"));
    page.context().close();
  }

  @ParameterizedTest
  @EnumSource
  void theWatchlistIsLiveByPolling(Proxy proxy) {
    Page page = open(proxy.port(), "/watchlist.html");
    pages.awaitWatchlist(page);
    pages.price(2, proxy == Proxy.REFUSING ? "13002" : "13003");

    assertThat(page.locator("tr[data-company='2'] .price"))
        .hasText(proxy == Proxy.REFUSING ? "13,002" : "13,003");
    assertThat(hasPolled()).isTrue();
    page.context().close();
  }

  @ParameterizedTest
  @EnumSource
  void theQuotesOfExchangesAreLiveByPolling(Proxy proxy) {
    Page page = open(proxy.port(), "/hub.html");
    pages.awaitQuotes(page);

    assertThat(hasPolled()).isTrue();
    page.context().close();
  }

  @ParameterizedTest
  @EnumSource
  void theEventsAreLiveByPolling(Proxy proxy) {
    Page page = open(proxy.port(), "/dashboard.html");
    pages.awaitEvents(page);

    assertThat(hasAsked("/api/realtime/events")).isTrue();
    assertThat(hasPolled()).isTrue();
    page.context().close();
  }

  @ParameterizedTest
  @EnumSource
  void aRoomIsPlayedByPolling(Proxy proxy) {
    Page page = open(proxy.port(), "/rooms.html");
    pages.awaitGame(page, UUID.randomUUID().toString());

    assertThat(hasPolled()).isTrue();
    page.context().close();
  }
}
