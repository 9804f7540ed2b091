package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged product as operators use it: the page, {@code tickgate top}, and the log as JSON.
 */
class AdminPageIT {
  private static final Duration START = Duration.ofSeconds(90);
  private static final String KEY = "tgk_of-an-operator";

  @Fixture private final Browser browser = Browsers.launch();
  @TempDir Path dir;

  private final int http = Ports.free();
  private final int ops = Ports.free();
  private ChildProcess node;

  @BeforeEach
  void start() {
    node =
        Processes.tickgate(
            Map.of(
                "TICKGATE_HTTP_PORT", Integer.toString(http),
                "TICKGATE_OPS_PORT", Integer.toString(ops),
                "TICKGATE_DATABASE_EMBEDDED_DIR", dir.resolve("database").toString(),
                "TICKGATE_LOG_FORMAT", "json",
                "TICKGATE_OPS_KEYS",
                    "[{ name: alice, sha256: %s }]".formatted(new Token(KEY).hash())),
            "--demo");
    node.awaitLine("\"event\":\"node.started\"", START);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static Locator at(Page page, String id) {
    return page.locator("[data-testid=" + id + "]");
  }

  private static Locator row(Page page, String node) {
    return at(page, "nodes").locator("tr").filter(new Locator.FilterOptions().setHasText(node));
  }

  /** As in a cluster with a service that hears the bus, and with a node that hangs. */
  private static void addMembers(Page page) {
    page.route(
        Pattern.compile("/admin/cluster$"),
        route -> {
          APIResponse answer = route.fetch();
          JsonObject report = new JsonObject(answer.text());
          if (report.containsKey("nodes")) {
            JsonObject silent = new JsonObject().put("node", "silent").put("answered", false);
            report
                .getJsonArray("nodes")
                .add(silent)
                .add(silent.copy().put("node", "service").put("kind", "other service"));
          }
          route.fulfill(
              new Route.FulfillOptions()
                  .setStatus(answer.status())
                  .setContentType("application/json")
                  .setBody(report.encode()));
        });
  }

  /** For persons that look at it. */
  private static void screenshot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/admin-" + name + ".png"))
            .setFullPage(true));
  }

  @Test
  void anOperatorSeesTheNodeAndEndsASession() throws Exception {
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("X-Request-Id", "of-the-test")
        .buildAsync(
            URI.create("ws://127.0.0.1:%d/ws/ticker_usd_jpy".formatted(http)),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code);
                return null;
              }
            })
        .join();
    Page page = browser.newContext(new Browser.NewContextOptions().setLocale("en-GB")).newPage();
    addMembers(page);
    page.navigate("http://127.0.0.1:" + ops + "/admin.html");

    at(page, "key").fill("tgk_wrong");
    at(page, "key").press("Enter");
    assertThat(at(page, "problem")).hasText("The key is unknown.");
    at(page, "key").fill(KEY);
    at(page, "key").press("Enter");

    assertThat(at(page, "nodes")).containsText("ready");
    assertThat(row(page, "service")).containsText("other service");
    assertThat(row(page, "service").locator(".bad")).hasCount(0);
    assertThat(row(page, "silent")).containsText("no answer");
    assertThat(at(page, "node").locator("option")).hasCount(2);
    // The node stops before the browser does: no question is to be passed on then.
    page.unrouteAll();
    assertThat(at(page, "feeds")).containsText("usd_jpy");
    assertThat(at(page, "links")).containsText(Pattern.compile("connected *data \\d+\\.\\d s old"));
    assertThat(at(page, "links")).containsText(Pattern.compile("\\d rows, oldest \\d+\\.\\d s"));
    assertThat(at(page, "sessions")).containsText("of-the-test");
    screenshot(page, "desktop");
    at(page, "lang-switch").click();
    assertThat(page.locator("h1")).hasText("運用");
    assertThat(at(page, "topics")).containsText("購読者");
    assertThat(at(page, "sessions")).containsText("トランスポート");
    at(page, "sessions").locator("button").first().click();
    assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
    assertThat(
            page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length"))
        .isEqualTo(0);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    screenshot(page, "dark");
    page.setViewportSize(320, 700);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    screenshot(page, "phone");

    // Every line of the process, of both outputs, is an event; the key is in none.
    List<String> lines = node.lines();
    assertThat(lines)
        .allSatisfy(line -> assertThat(new JsonObject(line).getString("time")).endsWith("Z"));
    assertThat(String.join("\n", lines)).contains("\"who\":\"alice\"").doesNotContain(KEY);
  }

  @Test
  void topPrintsOnePageForScripts() {
    String url = "http://127.0.0.1:" + ops;
    try (ChildProcess top =
        Processes.tickgate(Map.of("TICKGATE_KEY", KEY), "top", "--once", "--url", url)) {
      assertThat(top.awaitExit(START)).as(top.tail()).isZero();
      assertThat(top.lines().get(0)).startsWith("Tickgate: 1 of 1 nodes answer, ");
      assertThat(top.lines()).anyMatch(line -> line.startsWith("usd_jpy"));
    }
    try (ChildProcess top =
        Processes.tickgate(Map.of("TICKGATE_KEY", "tgk_wrong"), "top", "--once", "--url", url)) {
      assertThat(top.awaitExit(START)).isEqualTo(2);
      assertThat(top.tail()).contains("the key is missing or unknown (UNAUTHORIZED)");
    }
  }
}
