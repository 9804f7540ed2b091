package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tickgate.exchange.ExchangeServer;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code /hub.html} shows of two simulated exchanges. */
class HubPageIT {
  @Fixture private static final Vertx VERTX = Vertx.vertx();
  @Fixture private static final ExchangeServer BINANCE = ExchangeServer.binance(VERTX);
  @Fixture private static final ExchangeServer KRAKEN = ExchangeServer.kraken(VERTX);
  private static Browser browser;
  private static PageFixture bed;
  private static int quotes;
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void launch() {
    browser = Browsers.launch();
    bed =
        new PageFixture(
            browser,
            Map.of(
                "TICKGATE_EXCHANGES_BINANCE_ENABLED",
                "true",
                "TICKGATE_EXCHANGES_BINANCE_URL",
                BINANCE.url().toString(),
                "TICKGATE_EXCHANGES_KRAKEN_ENABLED",
                "true",
                "TICKGATE_EXCHANGES_KRAKEN_URL",
                KRAKEN.url().toString()));
  }

  @AfterAll
  static void quit() {
    bed.close();
    browser.close();
  }

  @BeforeEach
  void open() {
    // As wide as a phone: what fits there fits everywhere.
    context =
        browser.newContext(
            new Browser.NewContextOptions().setLocale("en-US").setViewportSize(390, 844));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
    page.navigate("http://127.0.0.1:" + bed.port() + "/hub.html");
    await().until(() -> BINANCE.isSubscribed("BTCUSDT") && KRAKEN.isSubscribed("BTC/USD"));
  }

  @AfterEach
  void close() {
    context.close();
  }

  /** Binance has the highest bid, Kraken the lowest ask. */
  private static void quote() {
    int cents = 10 + quotes++ % 80;
    BINANCE.quote("BTCUSDT", "61000." + cents, "61001." + cents);
    KRAKEN.quote("BTC/USD", "60999." + cents, "61000." + (cents + 5));
    BINANCE.stream(
        "btcusdt@trade",
        "{\"e\":\"trade\",\"E\":%d,\"s\":\"BTCUSDT\",\"t\":%d,\"p\":\"1\"}"
            .formatted(System.currentTimeMillis() - 20, quotes));
  }

  private Locator cell(String row, int column) {
    return page.locator(row).locator("td").nth(column);
  }

  @Test
  void quotesOfAnInstrumentAreSideBySideWithTheDistanceBetweenExchanges() {
    quote();

    String group = "[data-testid='group-BTC/USD'] ";
    assertThat(cell(group + "[data-venue=binance]", 1)).containsText("61,000.");
    assertThat(cell(group + "[data-venue=kraken]", 1)).containsText("60,999.");
    assertThat(cell(group + "[data-venue=binance]", 3)).hasText("1.00");
    assertThat(cell(group + "[data-venue=kraken]", 3)).hasText("1.05");
    assertThat(cell(group + "[data-venue=binance]", 4)).containsText(" s");
    assertThat(page.locator(group + ".between")).containsText("-0.05");
    assertThat(page.getByTestId("badge")).hasAttribute("data-state", "live");
    assertThat(page.getByTestId("state-rows")).containsText("Connected");
    page.getByTestId("lang-switch").click();
    assertThat(page.locator("h1")).hasText("取引所");
    assertThat(page.locator(group + "th").nth(1)).hasText("BID");
    assertThat(width()).isLessThanOrEqualTo(390);
    page.setViewportSize(360, 640);
    assertThat(width()).isLessThanOrEqualTo(360);
    page.getByTestId("lang-switch").click();
    assertThat(page.locator("h1")).hasText("Exchanges");
    Locator tables = page.locator(".table");
    assertThat(
            tables.evaluateAll("all => all.filter(it => it.scrollWidth > it.clientWidth).length"))
        .isEqualTo(0);
    assertThat(errors).isEmpty();
  }

  @Test
  void aPriceOfAClosedMarketIsComparedWithNothing() {
    String group = "[data-testid='group-BTC/USD'] ";
    quote();
    assertThat(cell(group + "[data-venue=binance]", 1)).hasAttribute("data-best", "");

    system("cancel_only");
    quote();
    assertThat(cell(group + "[data-venue=kraken]", 4)).hasText("Market closed");
    assertThat(page.locator(group + ".between")).hasText("");
    assertThat(page.locator(group + "[data-best]")).hasCount(0);

    system("online");
    quote();
    assertThat(page.locator(group + ".between")).containsText("-0.05");
    assertThat(page.locator(group + "[data-best]")).hasCount(2);
  }

  @Test
  void anExchangeThatIsAwayIsSaidUntilItIsBack() {
    BINANCE.refuse(500);
    BINANCE.cut();
    assertThat(page.getByTestId("error-code")).hasText("EXCHANGE_UNAVAILABLE");
    BINANCE.accept();

    assertThat(page.getByTestId("error-code")).isHidden();
    quote();
    assertThat(page.getByTestId("badge")).hasAttribute("data-state", "live");
  }

  private static void system(String state) {
    KRAKEN.broadcast(
        "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"%s\"}]}"
            .formatted(state));
  }

  @Test
  void aRefusedConnectionIsSaidWithinTheWidthOfAPhone() {
    page.setViewportSize(360, 640);
    page.navigate("http://127.0.0.1:" + bed.port() + "/dashboard.html");

    assertThat(page.getByTestId("retry-now")).isVisible();
    assertThat(width()).isLessThanOrEqualTo(360);
  }

  @Test
  void aSymbolOfTheUserIsShownUntilItIsRemovedAlsoWhenThePageIsLoadedAgain() {
    page.getByTestId("add-venue").selectOption("kraken");
    page.getByTestId("add-symbol").fill("nonsense");
    page.getByTestId("add-symbol").press("Enter");
    assertThat(page.getByTestId("add-problem")).containsText("Kraken has no such symbol");
    page.getByTestId("add-symbol").fill("eth/usd");
    page.getByTestId("add-symbol").press("Enter");
    page.getByTestId("add-symbol").fill("nope/usd");
    page.getByTestId("add-symbol").press("Enter");

    Locator refused = page.locator("[data-testid='group-NOPE/USD'] .problem");
    assertThat(refused).containsText("Kraken does not send this symbol");
    assertThat(refused).containsText("NOPE");
    assertThat(page.locator("[data-testid='group-ETH/USD']")).hasCount(1);
    assertThat(width()).isLessThanOrEqualTo(390);
    page.reload();
    assertThat(refused).isVisible();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove NOPE/USD")).click();
    assertThat(refused).hasCount(0);
    page.reload();
    assertThat(page.locator("[data-testid='group-ETH/USD']")).hasCount(1);
    assertThat(refused).hasCount(0);
    assertThat(errors).isEmpty();
  }

  private int width() {
    return (int) page.evaluate("document.documentElement.scrollWidth");
  }

  @Test
  void noOtherPageMayConnectToTheExchanges() {
    Http http = new Http(bed.port());

    assertThat(policy(http, "/hub.html"))
        .contains("connect-src 'self' " + BINANCE.url() + " " + KRAKEN.url());
    assertThat(policy(http, "/")).doesNotContain("connect-src").contains("default-src 'self'");
  }

  private static String policy(Http http, String path) {
    return http.get(path).headers().firstValue("Content-Security-Policy").orElseThrow();
  }

  @Test
  void thePageConnectsItselfOnRequestAndComparesTheTwoWays() {
    int before = BINANCE.open();
    page.getByTestId("straight").click();
    await().until(() -> BINANCE.open() == before + 1);
    assertThat(page.getByTestId("straight")).hasText("Disconnect from the exchanges");
    await()
        .until(
            () -> {
              quote();
              return Integer.parseInt(page.locator("[data-testid=way-rows] td").nth(4).innerText())
                  > 2;
            });

    String binance = "[data-testid=way-rows] tr:first-child";
    assertThat(cell(binance, 1)).containsText("ms");
    assertThat(cell(binance, 2)).containsText("ms");
    assertThat(cell(binance, 3)).containsText("ms");
    page.getByTestId("straight").click();
    await().until(() -> BINANCE.open() == before);
    assertThat(page.getByTestId("straight")).hasText("Connect to the exchanges");
    assertThat(errors).isEmpty();
  }
}
