package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.exchange.ExchangeServer;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RoomNodes;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** A node with every feature, and data for each page. One thread. */
final class AllPagesFixture implements AutoCloseable {
  private static final String TOKEN = "session-1";
  private static final String RULES =
      "[{topics: 'ticks.*', read: anybody}, {topics: 'candles.*', read: anybody},"
          + " {topics: 'events.*', read: anybody, write: anybody}]";
  private static final String PEOPLE =
      """
      insert into watchlist.users (id, name) values (1, 'Ann');
      insert into watchlist.sessions (token_hash, user_id, expires_at)
      values (encode(sha256(convert_to('session-1', 'UTF8')), 'hex'), 1, now() + interval '1 hour');
      insert into watchlist.companies (id, ticker_symbol, company_name, currency) values
        (1, '7203', 'トヨタ自動車株式会社', 'JPY'),
        (2, '8306', '株式会社三菱UFJフィナンシャル・グループ', 'JPY'),
        (3, 'AAPL', 'Apple Inc.', 'USD');
      insert into watchlist.stock_prices (company_id, price, previous_close) values
        (1, 2650, 2600), (2, 13000, 13100), (3, 228.5, 228);
      insert into watchlist.watchlists (id, user_id, name, is_public) overriding system value
      values (1, 1, 'Japan', true);
      insert into watchlist.watchlist_items
        (watchlist_id, company_id, display_order, quantity, purchase_price, memo)
      values (1, 1, 0, 100, 2500, null), (1, 2, 1, null, null, null)
      """;

  private final Vertx vertx = Vertx.vertx();
  private final ExchangeServer exchange = ExchangeServer.binance(vertx);
  private final Browser browser;
  private final PageFixture node;
  private final Http http;

  AllPagesFixture(Browser browser) {
    this.browser = browser;
    node = new PageFixture(browser, settings(exchange));
    http = new Http(node.port());
    // The leader of the feed creates the tables; before, no session can be looked up.
    await().until(() -> http.get("/api/v1/watchlists?token=nobody").statusCode() == 401);
    node.run(PEOPLE);
    node.insertHistory(60);
  }

  int port() {
    return node.port();
  }

  private static Map<String, String> settings(ExchangeServer exchange) {
    return Map.ofEntries(
        Map.entry("TICKGATE_WATCHLISTS_ENABLED", "true"),
        Map.entry("TICKGATE_WATCHLISTS_INTERVAL", "1s"),
        Map.entry("TICKGATE_CANDLES_ENABLED", "true"),
        Map.entry("TICKGATE_ROOMS_ENABLED", "true"),
        Map.entry("TICKGATE_ROOMS_PERMISSIONS", "open"),
        Map.entry("TICKGATE_ACCESS_RULES", RULES),
        Map.entry("HUB_JWT_SECRET", SignedTokens.SECRET),
        Map.entry("TICKGATE_AUTH_SESSIONS_ENABLED", "true"),
        Map.entry(
            "TICKGATE_AUTH_SESSIONS_QUERY",
            "select user_id as sub, created_at as issued_at, expires_at from watchlist.sessions"
                + " where token_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex')"),
        Map.entry("TICKGATE_EXCHANGES_BINANCE_ENABLED", "true"),
        Map.entry("TICKGATE_EXCHANGES_BINANCE_URL", exchange.url().toString()));
  }

  /**
   * Opens a page in a context of its own. The user wants no motion, which would be caught half-way.
   *
   * @param prepare what to change before the page is loaded
   */
  Page open(String path, String locale, Consumer<BrowserContext> prepare) {
    return open(node.port(), path, locale, prepare);
  }

  /** The same through a proxy at that port. */
  Page open(int port, String path, String locale, Consumer<BrowserContext> prepare) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale(locale)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setBypassCSP(true));
    context.setDefaultTimeout(AwaitLimit.LIMIT.toMillis());
    prepare.accept(context);
    Page page = context.newPage();
    page.navigate("http://127.0.0.1:" + port + path);
    return page;
  }

  /** Waits for a live badge, with a quote that is new. */
  void awaitTicks(Page page) {
    node.insert(151.245, 151.249);
    assertThat(page.getByTestId("mid")).containsText("24");
  }

  /** Waits for candles of the ticks that there are, with the figures of their day. */
  void awaitCandles(Page page) {
    awaitTicks(page);
    assertThat(page.getByTestId("legend")).containsText(" 151.247 ");
    assertThat(page.getByTestId("day")).isVisible();
  }

  void awaitWatchlist(Page page) {
    page.getByTestId("token").fill(TOKEN);
    page.getByTestId("token").press("Enter");
    awaitState(page, "live");
    assertThat(page.locator("tr[data-company='1'] .price")).hasText("2,650");
  }

  void price(int company, String price) {
    node.run(
        "insert into watchlist.stock_prices (company_id, price, previous_close)"
            + " values (%d, %s, 2600)".formatted(company, price));
  }

  void awaitEvents(Page page) {
    awaitState(page, "live");
    publish("orders", "ORDER_RECEIVED");
    publish("inventory", "INVENTORY_CHANGE");
    assertThat(page.locator(".toast")).hasCount(2);
    assertThat(page.getByTestId("sign-in")).isVisible();
  }

  private void publish(String channel, String type) {
    String event =
        """
        {"type":"%s","payload":{"id":"id-1","action":"created","data":{"product":"A-1001",\
        "quantity":3,"total":21300}},"timestamp":"%s"}"""
            .formatted(type, Instant.now());
    int status =
        http.post("/api/publish/events." + channel, event, "Content-Type", "application/json")
            .statusCode();
    if (status != 200) {
      throw new AssertionError("not published: " + status);
    }
  }

  void awaitQuotes(Page page) {
    await().until(() -> exchange.isSubscribed("BTCUSDT"));
    exchange.quote("BTCUSDT", "61000.10", "61001.10");
    assertThat(page.getByTestId("group-BTC/USD").locator("[data-venue=binance] td").nth(1))
        .containsText("61,000");
    awaitState(page, "live");
  }

  /** Joins a game that nobody else plays. */
  void join(Page page, String game) {
    page.getByTestId("token").fill(RoomNodes.token("anna"));
    page.getByTestId("session").fill(game);
    page.getByTestId("session").press("Enter");
  }

  void awaitGame(Page page, String game) {
    join(page, game);
    assertThat(page.getByTestId("members")).hasText("anna");
    page.getByTestId("message").fill("Good luck!");
    page.getByTestId("message").press("Enter");
    assertThat(page.getByTestId("messages")).containsText("Good luck!");
    page.getByTestId("cells").locator("button").nth(4).click();
    assertThat(page.getByTestId("cells").locator("button").nth(4)).hasText("×");
  }

  static void awaitState(Page page, String state) {
    assertThat(page.getByTestId("badge")).hasAttribute("data-state", state);
  }

  @Override
  public void close() {
    node.close();
    exchange.close();
    vertx.close().await();
  }
}
