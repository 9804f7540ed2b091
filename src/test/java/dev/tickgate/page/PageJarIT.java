package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import dev.tickgate.testing.Promptness;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the packaged product, as started without a setting but its ports and its folder. */
class PageJarIT {
  private static final Duration START = Duration.ofSeconds(60);

  private final int port = Ports.free();
  @TempDir private Path directory;

  @Test
  void theLineMovesWithinThreeSecondsAndGoesOnAfterACrash() throws Exception {
    try (Browser browser = Browsers.launch()) {
      ChildProcess server = start();
      try (TickerPage page = new TickerPage(browser.newContext(), "http://127.0.0.1:" + port)) {
        page.awaitState("live");
        assertThat(page.part("demo")).isVisible();
        String mid = page.text("mid");
        Promptness.assertWithin(
            Duration.ofSeconds(3),
            () -> {
              int points = page.points();
              long shown = System.nanoTime();
              page.awaitPointsBeyond(points);
              return Promptness.since(shown);
            });
        assertThat(page.part("mid")).not().hasText(mid);
        assertThat(page.complaints()).isEmpty();

        int points = page.points();
        server.kill();
        page.awaitState("disconnected");
        server.close();
        server = start();

        page.awaitState("live");
        page.awaitPointsBeyond(points);
      } finally {
        server.close();
      }
    }
  }

  @Test
  void theDashboardOfTheDemoNeedsNoToken() {
    try (Browser browser = Browsers.launch();
        ChildProcess server = start();
        Page page = browser.newPage()) {
      page.navigate("http://127.0.0.1:" + port + "/dashboard.html");

      assertThat(page.getByTestId("connection-rows").locator("tr")).hasCount(1);
      page.getByTestId("send-test").click();
      assertThat(page.getByTestId("channel-listings").locator("li strong").first())
          .containsText("test-");
      assertThat(server.lines()).noneMatch(line -> line.contains("ERROR"));
    }
  }

  private ChildProcess start() {
    ChildProcess server =
        Processes.tickgate(
            Map.of(
                "TICKGATE_HTTP_PORT",
                Integer.toString(port),
                "TICKGATE_OPS_PORT",
                "0",
                "TICKGATE_DRAIN",
                "100ms",
                "TICKGATE_DATABASE_EMBEDDED_DIR",
                directory.toString()));
    server.awaitLine("Page ", START);
    server.awaitHttp(URI.create("http://127.0.0.1:" + port + "/"), 200, START);
    return server;
  }
}
