package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.BoundingBox;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page while the server, the database or the network fails. */
class PageOutageIT {
  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private final PageFixture bed = new PageFixture(browser);

  @Test
  void itComesBackAfterTheServerAndHasWhatItMissed() {
    bed.insertHistory(60);
    try (TickerPage page = bed.open()) {
      page.awaitPoints(60);

      bed.stopNode();

      page.awaitState("disconnected");
      assertThat(page.part("countdown")).containsText(Pattern.compile("Retry in [0-9]+ s"));
      // Later than the newest row above, and each of another second.
      bed.insert(151.301, 151.305, Duration.ofSeconds(-1));
      bed.insert(151.302, 151.306, Duration.ofSeconds(-2));
      bed.startNode();

      page.awaitConnected();
      page.awaitPoints(62);
      page.awaitNote("Resumed: nothing was missed");
      assertThat(page.part("mid")).hasText("151.304");
      assertThat(page.part("countdown")).isHidden();
      assertThat(page.part("retry-now")).isHidden();
    }
  }

  @Test
  void theButtonTriesAtOnce() {
    bed.insertHistory(3);
    // By itself it would wait for ten minutes.
    try (TickerPage page =
        bed.open(
            new Browser.NewContextOptions(),
            context -> context.addInitScript("Math.random = () => 600"))) {
      page.awaitPoints(3);
      bed.stopNode();
      page.awaitState("disconnected");
      assertThat(page.part("countdown")).hasText(Pattern.compile("Retry in (600|5[0-9][0-9]) s"));
      bed.startNode();
      bed.insert(151.301, 151.305);

      page.part("retry-now").click();

      page.awaitConnected();
    }
  }

  @Test
  void aDatabaseThatStopsIsToldUntilItIsBack() {
    bed.insertHistory(3);
    try (TickerPage page = bed.open()) {
      page.awaitPoints(3);
      assertThat(page.part("error-strip")).isHidden();

      bed.stopDatabase();

      assertThat(page.part("error-strip")).isVisible();
      assertThat(page.part("error-code")).hasText("DB_POLLING_FAILED");
      assertThat(page.part("error-text")).containsText("database");
      BoundingBox strip = page.part("error-strip").boundingBox();
      assertThat(page.page().locator("#chart-title").boundingBox().y)
          .isGreaterThan(strip.y + strip.height);

      bed.restartDatabase();
      bed.insert(151.301, 151.305);

      page.awaitConnected();
      assertThat(page.part("mid")).hasText("151.303");
      assertThat(page.part("error-strip")).isHidden();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, websocket",
    "websocket, xhr_streaming",
    "websocket|xhr_streaming, eventsource",
    "websocket|xhr_streaming|eventsource, xhr"
  })
  void whereTheNetworkLetsLessThroughAnotherTransportFeedsIt(String blocked, String transport) {
    try (TickerPage page =
        bed.open(new Browser.NewContextOptions(), context -> block(context, blocked))) {
      page.awaitRequest("/" + transport);
      bed.insert(151.241, 151.245);
      page.awaitConnected();
      bed.insert(151.251, 151.255);

      assertThat(page.part("mid")).hasText("151.253");
    }
  }

  private static void block(BrowserContext network, String transports) {
    Pattern blocked = Pattern.compile(".*/eventbus/.*/(%s)".formatted(transports));
    network.route(blocked, Route::abort);
    network.routeWebSocket(blocked, WebSocketRoute::close);
  }
}
