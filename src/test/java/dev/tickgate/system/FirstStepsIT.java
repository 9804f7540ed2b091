package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Document;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.HaProxies;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Snippets;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final List<String> PORTS =
      List.of("8080", "8081", "8090", "8091", "8101", "8102", "8200", "8201", "8202", "8203");
  private static final Pattern PORT = Pattern.compile("\\b(" + String.join("|", PORTS) + ")\\b");
  private static final Pattern EXPORTS = Pattern.compile("(?m)^export .*$");

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final Browser browser = Browsers.launch();
  @TempDir private Path folder;
  private final int clusterPort = Ports.ofCluster();
  private final Map<String, String> ports =
      PORTS.stream().collect(Collectors.toMap(port -> port, port -> "" + Ports.free()));
  private long stepBegan = System.nanoTime();

  @BeforeEach
  void prepare() throws IOException {
    database.run("drop role if exists tickgate");
    Path jar = Path.of(System.getProperty("tickgate.jar", "target/tickgate.jar"));
    Files.createDirectory(folder.resolve("target"));
    Files.copy(jar, folder.resolve("target/tickgate.jar"));
    Files.createDirectory(folder.resolve("conf"));
    Files.copy(Path.of("conf/haproxy.cfg"), folder.resolve("conf/haproxy.cfg"));
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
    try (ChildProcess checked = run(check)) {
      assertThat(checked.awaitExit(LIMIT)).as(checked.tail()).isZero();
      assertThat(checked.lines())
          .anyMatch(line -> line.startsWith("ok       feed quotes: fx.quotes_raw is a table"))
          .noneMatch(line -> line.startsWith("warning"));
    }
    step("check");

    try (ChildProcess writer = run(block("\\watch 1"))) {
      try (ChildProcess node = run(exports + block("--roles poller,gateway\n"))) {
        awaitReady(node, "8081");
        showsAMovingChart("8080");
        hearsEverySymbol(block("/api/symbols"));
        stop(node);
      }
      step("one process: chart and streams");
      try (ChildProcess nodes = run(exports + block("8090"))) {
        awaitReady(nodes, "8081");
        awaitReady(nodes, "8091");
        hearsEverySymbol(block("/api/symbols").replace(ports.get("8080"), ports.get("8090")));
        showsAMovingChart("8090");
        step("second node");
        aServiceOfSomebodyElseHearsTheTopic(nodes);
        step("service");
        stop(nodes);
      }
      try (ChildProcess cluster = run(exports + block("haproxy"))) {
        awaitReady(cluster, "8201");
        awaitReady(cluster, "8202");
        hearsEverySymbol(block("/api/symbols"));
        stop(cluster);
      }
      step("pollers, gateways, HAProxy");
      assertThat(writer.isAlive()).as(writer.tail()).isTrue();
    }
  }

  private void awaitReady(ChildProcess node, String opsPort) {
    String address = "http://127.0.0.1:" + ports.get(opsPort) + "/health/ready";
    node.awaitHttp(URI.create(address), 200, LIMIT);
  }

  private void showsAMovingChart(String port) {
    String path = "/?symbol=EUR_USD";
    assertThat(DOCUMENT.text()).contains("http://localhost:8080" + path);
    try (Page page = browser.newPage()) {
      page.setDefaultTimeout(LIMIT.toMillis());
      page.navigate("http://localhost:" + ports.get(port) + path);
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

  private static int points(Page page) {
    return Integer.parseInt(page.getByTestId("chart").getAttribute("data-points"));
  }

  private void hearsEverySymbol(String script) {
    try (ChildProcess reader =
        run("until curl -sf -o /dev/null " + front(script) + "; do sleep 0.2; done\n" + script)) {
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
    String command = block("TickPrinter").replace("5701", "" + clusterPort);
    try (ChildProcess service = run("cd consumer\n" + command)) {
      service.awaitLine("listening", LIMIT);
      service.awaitLine("{\"type\":\"ticker\",\"symbol\":\"EUR_USD\"", LIMIT);
    }
  }

  private static String front(String script) {
    return script.substring(script.indexOf("http"), script.indexOf('\n'));
  }

  /** A block of the document, with the ports of this test. */
  private String block(String part) {
    String text = DOCUMENT.blockWith("sh", part);
    String here = PORT.matcher(text).replaceAll(port -> ports.get(port.group()));
    String address = "127.0.0.1:" + database.options().getPort();
    return here.replace("localhost:5432/market", address + "/" + database.options().getDatabase());
  }

  private ChildProcess run(String script) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKGATE_HTTP_PORT", ports.get("8080"));
    environment.put("TICKGATE_OPS_PORT", ports.get("8081"));
    environment.put("TICKGATE_CLUSTER_PORT", "" + clusterPort);
    environment.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + clusterPort);
    environment.put("HAPROXY_PORT", ports.get("8080"));
    environment.put("HAPROXY_STATS", folder.resolve("stats.sock").toString());
    environment.put("JDK_JAVA_OPTIONS", "-Xmx256m");
    String programs = System.getenv("PATH") + ":" + HaProxies.executable().getParent();
    environment.put("PATH", programs);
    // So that bash stays the parent of every process of the script.
    return Snippets.script(folder, script + "\nwait\n", environment);
  }

  /** As Ctrl-C does: asks each process of the script to stop. */
  private static void stop(ChildProcess script) {
    ProcessHandle.of(script.pid()).orElseThrow().descendants().forEach(ProcessHandle::destroy);
    script.awaitExit(LIMIT);
  }

  private void step(String name) {
    long now = System.nanoTime();
    System.out.printf("first steps: %-32s %5.1f s%n", name, (now - stepBegan) / 1e9);
    stepBegan = now;
  }
}
