package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Document;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.ScriptFixture;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows {@code docs/getting-started.md} from the table to the load balancer: runs its blocks as
 * they stand there, except for ports and the address of the database, and prints the time of each
 * step.
 */
class FirstStepsIT {
  private static final Document DOCUMENT = Document.of("docs/getting-started.md");
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final List<String> SYMBOLS = List.of("EUR_USD", "GBP_USD", "USD_JPY");
  private static final Pattern EXPORTS = Pattern.compile("(?m)^export .*$");

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final Browser browser = Browsers.launch();
  @TempDir private Path folder;
  private ScriptFixture scripts;
  private long stepBegan = System.nanoTime();

  @BeforeEach
  void prepare() {
    database.run("drop role if exists tickgate");
    scripts = new ScriptFixture(folder);
  }

  @AfterEach
  void dropTheRole() {
    database.run("drop owned by tickgate cascade");
    database.run("drop role tickgate");
  }

  @Test
  void aTableOfOtherNamesIsAChartAServiceAndTwoNodes() throws IOException {
    DOCUMENT.blocks("sql").forEach(database::run);
    Files.writeString(folder.resolve("my.yaml"), DOCUMENT.blockWith("yaml", "fx.quotes_raw"));
    String check = block("check --config my.yaml --connect");
    String exports = EXPORTS.matcher(check).results().map(r -> r.group() + "\n").findFirst().get();
    try (ChildProcess checked = scripts.run(check)) {
      assertThat(checked.awaitExit(LIMIT)).as(checked.tail()).isZero();
      assertThat(checked.lines())
          .anyMatch(line -> line.startsWith("ok       feed quotes: fx.quotes_raw is a table"))
          .noneMatch(line -> line.startsWith("warning"));
    }
    step("check");

    try (ChildProcess writer = scripts.run(block("\\watch 1"))) {
      try (ChildProcess node = scripts.run(exports + block("--roles poller,gateway\n"))) {
        awaitReady(node, "8081");
        showsAMovingChart("8080");
        hearsEverySymbol(block("/api/symbols"));
        aPageOfTheReaderShowsThePrice();
        ScriptFixture.stop(node);
      }
      step("one process: chart and streams");
      try (ChildProcess nodes = scripts.run(exports + block("TICKGATE_OPS_PORT=8091 run"))) {
        awaitReady(nodes, "8081");
        awaitReady(nodes, "8091");
        hearsEverySymbol(block("/api/symbols").replace(scripts.port("8080"), scripts.port("8090")));
        showsAMovingChart("8090");
        step("second node");
        aServiceOfSomebodyElseHearsTheTopic(nodes);
        step("service");
        ScriptFixture.stop(nodes);
      }
      try (ChildProcess cluster = scripts.run(exports + block("haproxy"))) {
        awaitReady(cluster, "8201");
        awaitReady(cluster, "8202");
        hearsEverySymbol(block("/api/symbols"));
        ScriptFixture.stop(cluster);
      }
      step("pollers, gateways, HAProxy");
      assertThat(writer.isAlive()).as(writer.tail()).isTrue();
    }
  }

  private void awaitReady(ChildProcess node, String opsPort) {
    String address = "http://127.0.0.1:" + scripts.port(opsPort) + "/health/ready";
    node.awaitHttp(URI.create(address), 200, LIMIT);
  }

  private void showsAMovingChart(String port) {
    String path = "/?symbol=EUR_USD";
    assertThat(DOCUMENT.text()).contains("http://localhost:8080" + path);
    try (Page page = browser.newPage()) {
      page.setDefaultTimeout(LIMIT.toMillis());
      page.navigate("http://localhost:" + scripts.port(port) + path);
      page.waitForCondition(() -> points(page) > 0);
      int before = points(page);
      String price = page.getByTestId("mid").textContent();
      page.waitForCondition(() -> points(page) >= before + 3);
      page.waitForCondition(() -> !page.getByTestId("mid").textContent().equals(price));
      assertThat(page.getByTestId("pair").textContent()).isEqualTo("EUR/USD");
      List<String> symbols = page.getByTestId("symbol-switch").locator("option").allTextContents();
      assertThat(symbols).containsExactlyInAnyOrder("EUR/USD", "GBP/USD", "USD/JPY");
    }
  }

  /** Past the policy of our own page, which is the origin that the gateway lets in. */
  private void aPageOfTheReaderShowsThePrice() {
    String here = "ws://localhost:" + scripts.port("8080");
    String html = DOCUMENT.block("html").replace("wss://quotes.example.com", here);
    try (BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setBypassCSP(true))) {
      Page page = context.newPage();
      page.setDefaultTimeout(LIMIT.toMillis());
      page.navigate("http://localhost:" + scripts.port("8080"));
      page.setContent(html);
      page.waitForCondition(() -> page.locator("#mid").textContent().startsWith("1.08"));
    }
  }

  private static int points(Page page) {
    return Integer.parseInt(page.getByTestId("chart").getAttribute("data-points"));
  }

  private void hearsEverySymbol(String script) {
    try (ChildProcess reader =
        scripts.run(
            "until curl -sf -o /dev/null " + front(script) + "; do sleep 0.2; done\n" + script)) {
      for (String symbol : SYMBOLS) {
        reader.awaitLine("data: {\"type\":\"ticker\",\"symbol\":\"" + symbol + "\"", LIMIT);
      }
      assertThat(reader.lines().get(0)).contains("\"topic\":\"ticks.EUR_USD\"");
    }
  }

  /** The project of the document, built by Maven in a folder of its own. */
  private void aServiceOfSomebodyElseHearsTheTopic(ChildProcess nodes) throws IOException {
    Path source = folder.resolve("consumer/src/main/java/com/example/consumer/TickPrinter.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, DOCUMENT.block("java"));
    Files.writeString(folder.resolve("consumer/pom.xml"), DOCUMENT.blockWith("xml", "consumer"));
    nodes.awaitLine("members=\"2\"", LIMIT);
    String command = block("TickPrinter");
    try (ChildProcess service = scripts.run("cd consumer\n" + command)) {
      service.awaitLine("listening, members of the cluster: 3", LIMIT);
      service.awaitLine("{\"type\":\"ticker\",\"symbol\":\"EUR_USD\"", LIMIT);
    }
  }

  private static String front(String script) {
    return script.substring(script.indexOf("http"), script.indexOf('\n'));
  }

  /** A block of the document, with the ports of this test. */
  private String block(String part) {
    String text = DOCUMENT.blockWith("sh", part);
    String address = "127.0.0.1:" + database.options().getPort();
    return scripts
        .here(text)
        .replace("localhost:5432/market", address + "/" + database.options().getDatabase());
  }

  private void step(String name) {
    long now = System.nanoTime();
    System.out.printf("first steps: %-32s %5.1f s%n", name, (now - stepBegan) / 1e9);
    stepBegan = now;
  }
}
