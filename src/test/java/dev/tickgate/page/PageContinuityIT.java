package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.WebSocketRoute;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page tells of missed ticks. The server sends the frames; the test changes some of them as a
 * slow machine or a second node would.
 */
class PageContinuityIT {
  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private final PageFixture bed = new PageFixture(browser);

  @ParameterizedTest
  @CsvSource({
    "en-US, Slow here: 7 quotes skipped",
    "ja-JP, 処理が遅れています：7件を省略",
  })
  void ticksThatTheServerLeftOutAreTold(String locale, String note) {
    Browser.NewContextOptions options = new Browser.NewContextOptions().setLocale(locale);
    String ticker = escaped("\"type\":\"ticker\",");
    String skipped = ticker + escaped("\"skipped\":7,");
    try (TickerPage page = bed.open(options, network -> rewrite(network, ticker, skipped))) {
      bed.insertUntilLive(page, 151.241, 151.245, Duration.ZERO);

      assertThat(page.part("status-note")).hasText(note);
      assertThat(page.part("status-note")).hasAttribute("role", "status");
      assertThat(page.part("badge")).hasAttribute("data-note", "skipped");
    }
  }

  @Test
  void aBreakWithLossIsToldFromOneWithout() {
    bed.insertHistory(3);
    try (TickerPage page =
        bed.open(
            new Browser.NewContextOptions(),
            network ->
                rewrite(network, escaped("\"recovered\":true"), escaped("\"recovered\":false")))) {
      page.awaitPoints(3);
      restart(page);

      page.awaitNote("Resumed: some quotes were missed");
    }
  }

  @Test
  void whileTicksOfABreakComeItIsCatchingUp() {
    bed.insertHistory(3);
    try (TickerPage page =
        bed.open(
            new Browser.NewContextOptions(),
            network -> rewrite(network, escaped("\"replayed\":"), escaped("\"replayed\":9")))) {
      page.awaitPoints(3);
      restart(page);

      page.awaitState("catchingUp");
      assertThat(page.part("status")).hasText("Catching up");
      assertThat(page.page()).hasTitle(Pattern.compile("Catching up"));
    }
  }

  private void restart(TickerPage page) {
    bed.stopNode();
    page.awaitState("disconnected");
    bed.insert(151.301, 151.305);
    bed.startNode();
  }

  /** A text within a frame of SockJS, which is a string in JSON. */
  private static String escaped(String text) {
    return text.replace("\"", "\\\"");
  }

  private static void rewrite(BrowserContext network, String from, String to) {
    network.routeWebSocket(
        Pattern.compile(".*/eventbus/.*"),
        socket -> {
          WebSocketRoute server = socket.connectToServer();
          server.onMessage(frame -> socket.send(frame.text().replace(from, to)));
        });
  }
}
