package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import dev.tickgate.Main;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.ChecklistFigures;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.TickRows;
import dev.tickgate.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The lines of {@code docs/checklist.md}, a test each, with a browser and a database. The figures
 * that they measure are written to {@code target/checklist.md}.
 */
class ChecklistIT {
  private static final Duration STALE = Duration.ofSeconds(5);
  private static final int ROWS = 60;
  private static final int BURST = 400;
  // When the page shows which price, by the clock of the machine.
  private static final String RECORD =
      """
      window.shown = {};
      new MutationObserver(() => {
        window.shown[document.querySelector('[data-testid=mid]').textContent] ??= Date.now();
      }).observe(document.querySelector('[data-testid=mid]'),
        { childList: true, characterData: true, subtree: true });
      """;

  @Fixture private static final Browser browser = Browsers.launch();
  private static final ChecklistFigures figures = new ChecklistFigures();
  @Fixture private final PageFixture bed = new PageFixture(browser);

  @AfterAll
  static void write() {
    figures.write();
  }

  @Test
  void aBrowserConnects() {
    bed.insertHistory(3);
    try (TickerPage page = bed.open()) {
      page.awaitConnected();
      page.awaitRequest("/websocket");
    }
  }

  @Test
  void aCommittedRowIsReceivedOnce() {
    bed.insertHistory(3);
    try (WsClient client = new WsClient(bed.vertx(), bed.port(), "/ws/ticker_usd_jpy")) {
      await().until(() -> !client.messages("ticker").isEmpty());
      bed.insert(151.301, 151.305);
      bed.insert(151.302, 151.306);
      await().until(() -> client.offsets().contains(5L));

      assertThat(client.offsets()).containsExactly(3L, 4L, 5L);
      assertThat(client.messages("ticker").get(1).getDouble("bid")).isEqualTo(151.301);
    }
  }

  @Test
  void aRowIsDisplayed() {
    bed.insertHistory(3);
    try (TickerPage page = bed.open()) {
      page.awaitPoints(3);
      bed.insert(151.301, 151.305);

      page.awaitPoints(4);
      assertThat(page.part("mid")).hasText("151.303");
      assertThat(page.part("bid")).hasText("151.301");
      assertThat(page.part("ask")).hasText("151.305");
      page.awaitState("live");
    }
  }

  @Test
  void aTableWithoutNewRowsMakesThePageStale() {
    try (TickerPage page = bed.open()) {
      long inserted = bed.insertUntilLive(page, 151.301, 151.305, Duration.ZERO);
      // At the weekend, when the market of a currency is closed, the badge says that instead.
      assertThat(page.part("badge")).hasAttribute("data-state", Pattern.compile("stale|closed"));
      Duration after = Duration.ofNanos(System.nanoTime() - inserted);

      assertThat(after).isGreaterThan(STALE);
      figures.add("stale after the last row", "%.1f s", after.toMillis() / 1e3);
      bed.insertUntilLive(page, 151.302, 151.306, Duration.ZERO);
    }
  }

  @Test
  void aDatabaseThatStopsIsToldAndResumesWithoutLoss() {
    bed.insertHistory(3);
    try (TickerPage page = bed.open()) {
      page.awaitPoints(3);
      long stopped = System.nanoTime();
      bed.stopDatabase();
      assertThat(page.part("error-code")).hasText("DB_POLLING_FAILED");
      figures.add("error on the page after the database stopped", "%.1f s", seconds(stopped));

      bed.restartDatabase();
      long restarted = System.nanoTime();
      bed.insert(151.301, 151.305);
      assertThat(page.part("mid")).hasText("151.303");
      figures.add("a row on the page after the database is back", "%.1f s", seconds(restarted));
      page.awaitPoints(4);
      assertThat(page.part("error-strip")).isHidden();
    }
  }

  @Test
  void aKilledGatewayAndAKilledLeaderLoseNothing() {
    try (Cluster cluster = new Cluster();
        TickerPage page = cluster.open()) {
      cluster.insertUntilShown(page);
      cluster.gateway.process().kill();
      page.awaitState("disconnected");
      List<Long> missed = cluster.rows.insert(20);
      long started = System.nanoTime();
      Member again = cluster.restartGateway();
      page.awaitNote("Resumed: nothing was missed");
      assertThat(page.part("mid")).hasText(mid(missed.get(19)));
      figures.add("page resumed after the gateway was started again", "%.1f s", seconds(started));

      Member leader = cluster.leader();
      leader.process().kill();
      long killed = System.nanoTime();
      List<Long> later = cluster.rows.insert(20);
      assertThat(page.part("mid")).hasText(mid(later.get(19)));
      figures.add("rows on the page after the leader was killed", "%.1f s", seconds(killed));
      try (WsClient client =
          new WsClient(bed.vertx(), again.port(), "/ws/ticker_usd_jpy?since=" + cluster.begin())) {
        long last = later.get(19) - cluster.first + 1;
        await().until(() -> client.offsets().contains(last));
        assertThat(client.offsets())
            .containsExactlyElementsOf(LongStream.rangeClosed(2, last).boxed().toList());
      }
    }
  }

  @Test
  void theDelayFromTheCommitAndTheRateOfUpdates() {
    PrintWriter out = new PrintWriter(System.out, true);
    assertThat(
            new Main(bed.environment(), config -> null, new CompletableFuture<>())
                .run(out, out, "notify", "install"))
        .isZero();
    bed.insertHistory(3);
    Map<Double, Long> arrivals = new ConcurrentHashMap<>();
    Map<Double, Long> commits = new ConcurrentHashMap<>();
    try (TickerPage page = bed.open();
        WsClient client = new WsClient(bed.vertx(), bed.port(), "/ws/ticker_usd_jpy")) {
      page.awaitPoints(3);
      page.page().evaluate(RECORD);
      client.socket().textMessageHandler(text -> arrived(text, arrivals));
      for (int i = 0; i < ROWS; i++) {
        double bid = (151_400 + i) / 1000.0;
        bed.insert(bid, bid + 0.004);
        commits.put(bid, System.currentTimeMillis());
        String shown = "%.3f".formatted(bid + 0.002);
        page.page().waitForCondition(() -> page.text("mid").equals(shown));
      }
      List<Long> toClient = new ArrayList<>();
      List<Long> toPage = new ArrayList<>();
      JsonObject shown = new JsonObject(page.page().evaluate("JSON.stringify(window.shown)") + "");
      commits.forEach(
          (bid, committed) -> {
            toClient.add(arrivals.get(bid) - committed);
            toPage.add(shown.getLong("%.3f".formatted(bid + 0.002)) - committed);
          });
      figures.percentiles("from the commit to a client", toClient);
      figures.percentiles("from the commit to the page", toPage);

      long began = System.nanoTime();
      for (int i = 0; i < BURST; i++) {
        bed.insert((152_000 + i) / 1000.0, (152_004 + i) / 1000.0);
      }
      await().until(() -> arrivals.containsKey((152_000 + BURST - 1) / 1000.0));
      figures.add(
          "updates a second at a client, each row a commit", "%.0f", BURST / seconds(began));
      assertThat(page.part("mid")).hasText(mid(152_000 + BURST - 1));
      assertThat(arrivals).hasSizeGreaterThanOrEqualTo(ROWS + BURST);
    }
  }

  private static void arrived(String text, Map<Double, Long> arrivals) {
    JsonObject message = new JsonObject(text);
    if ("ticker".equals(message.getString("type"))) {
      arrivals.put(message.getDouble("bid"), System.currentTimeMillis());
    }
  }

  private static String mid(long number) {
    return "%.3f".formatted((number + 2) / 1000.0);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** Two pollers and a gateway, processes of their own. */
  private final class Cluster implements AutoCloseable {
    private final DatabaseFixture database = DatabaseFixture.create(bed.vertx());
    private final TickRows rows = new TickRows(bed.vertx(), database.options());
    private final ClusterFixture members = new ClusterFixture(database.url());
    private final List<Member> pollers = List.of(members.poller(), members.poller());
    private final int port = Ports.free();
    private final int opsPort = Ports.free();
    private final Member gateway = members.gateway(port, opsPort);
    private long first;

    Cluster() {
      pollers.forEach(Member::awaitReady);
      gateway.awaitReady();
    }

    TickerPage open() {
      return new TickerPage(browser.newContext(), "http://127.0.0.1:" + port);
    }

    void insertUntilShown(TickerPage page) {
      first = rows.insert(1).get(0);
      assertThat(page.part("mid")).hasText(mid(first));
    }

    Member restartGateway() {
      return members.gateway(port, opsPort).awaitReady();
    }

    Member leader() {
      return pollers.stream()
          .filter(poller -> poller.metrics().contains("tickgate_feed_leading{feed=\"usd_jpy\"} 1"))
          .findFirst()
          .orElseThrow();
    }

    /** The position of the first row. */
    String begin() {
      String epoch = "select epoch from tickgate.feed where name = 'usd_jpy'";
      return database.run(epoch).iterator().next().getLong(0) + ".1";
    }

    @Override
    public void close() {
      members.close();
      rows.close();
      database.close();
    }
  }
}
