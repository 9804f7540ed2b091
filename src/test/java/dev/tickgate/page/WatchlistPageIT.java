package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Http;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code /watchlist.html} shows to a user with a session, and lets the user do. */
class WatchlistPageIT {
  private static final String TOKEN = "session-1";
  private static final String[] AS_USER = {
    "Authorization", "Bearer " + TOKEN, "Content-Type", "application/json"
  };
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKGATE_WATCHLISTS_ENABLED", "true",
          "TICKGATE_WATCHLISTS_INTERVAL", "1s",
          "TICKGATE_AUTH_SESSIONS_ENABLED", "true",
          "TICKGATE_AUTH_SESSIONS_QUERY",
              "select user_id as sub, created_at as issued_at, expires_at from watchlist.sessions"
                  + " where token_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex')");
  private static final String PEOPLE =
      """
      insert into watchlist.users (id, name) values (1, 'Ann'), (2, 'Ben');
      insert into watchlist.sessions (token_hash, user_id, expires_at)
      select encode(sha256(convert_to('session-' || id, 'UTF8')), 'hex'), id,
        now() + interval '1 hour' from watchlist.users;
      insert into watchlist.companies (id, ticker_symbol, company_name, currency) values
        (1, '7203', 'トヨタ自動車株式会社', 'JPY'), (2, '6758', 'ソニーグループ株式会社', 'JPY'),
        (3, 'AAPL', 'Apple Inc.', 'USD'), (4, '9984', 'ソフトバンクグループ株式会社', 'JPY');
      select setval(pg_get_serial_sequence('watchlist.watchlists', 'id'), 100)
      """;
  private static final String LISTS =
      """
      delete from watchlist.watchlists;
      delete from watchlist.stock_prices;
      insert into watchlist.stock_prices (company_id, price, previous_close) values
        (1, 2650, 2600), (2, 13000, 13100), (3, 228.5, 228), (4, null, 8900);
      insert into watchlist.watchlists (id, user_id, name, is_public) overriding system value
      values (1, 1, 'Japan', false), (2, 2, 'Of Ben', true);
      insert into watchlist.watchlist_items
        (watchlist_id, company_id, display_order, quantity, purchase_price, memo)
      values (1, 1, 0, 100, 2500, 'kept'), (1, 2, 1, null, null, null), (1, 3, 2, 10, 200, null),
        (2, 3, 0, null, null, null)
      """;

  private static Browser browser;
  private static PageFixture bed;
  private static Http http;
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void launch() {
    browser = Browsers.launch();
    bed = new PageFixture(browser, SETTINGS);
    http = new Http(bed.port());
    // The leader of the feed creates the tables; before, no session can be looked up.
    await().until(() -> http.get("/api/v1/watchlists?token=nobody").statusCode() == 401);
    bed.run(PEOPLE);
  }

  @AfterAll
  static void quit() {
    bed.close();
    browser.close();
  }

  @BeforeEach
  void open() {
    bed.run(LISTS);
    open(new Browser.NewContextOptions().setLocale("en-US"), "?list=1");
    signIn();
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void aUserWithASessionSeesPricesWithProfitAndLoss() {
    assertThat(page.getByTestId("status")).hasText("Live prices");
    assertThat(cell(1, "price")).hasText("2,650");
    assertThat(cell(1, "change")).hasText("+50");
    assertThat(cell(1, "change-percent")).hasText("+1.92%");
    assertThat(cell(1, "profit-loss")).hasText("+¥15,000");
    assertThat(cell(2, "change")).hasText("−100");
    assertThat(cell(2, "profit-loss")).hasText("");
    assertThat(page.locator("[data-currency=JPY] dd"))
        .hasText(new String[] {"¥265,000", "¥250,000", "+¥15,000"});
    assertThat(page.locator("[data-currency=USD] dd").last()).hasText("+$285.00");
    assertThat(page.url()).doesNotContain(TOKEN);
    Object kept = page.evaluate("JSON.stringify([sessionStorage, localStorage, document.cookie])");
    assertThat((String) kept).doesNotContain(TOKEN);
  }

  @Test
  void aPriceThatMovesHasAnArrowAndALine() {
    assertThat(cell(1, "price")).hasText("2,650");
    price(1, "2660.5");

    assertThat(cell(1, "price")).hasText("2,660.5");
    assertThat(cell(1, "price")).hasAttribute("data-move", "up");
    assertThat(cell(1, "profit-loss")).hasAttribute("data-move", "up");
    assertThat(row(1).locator("polyline")).not().hasAttribute("points", "");
    price(1, "2640");
    assertThat(cell(1, "price")).hasText("2,640.0");
    assertThat(cell(1, "price")).hasAttribute("data-move", "down");
  }

  @Test
  void aRowIsMovedWithTheKeyboardAndAScreenReaderHearsItsPlace() {
    row(1).locator(".handle").focus();
    page.keyboard().press("ArrowDown");

    assertThat(page.getByTestId("moved")).hasText("7203: place 2 of 3");
    assertThat(row(1).locator(".handle")).isFocused();
    assertThat(symbols()).hasText(new String[] {"6758", "7203", "AAPL"});
    await().until(() -> order().equals(List.of(2, 1, 3)));
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    assertThat(page.getByTestId("moved")).hasText("7203: place 3 of 3");
    await().until(() -> order().equals(List.of(2, 3, 1)));

    page.locator("[data-column=price] button").click();
    assertThat(row(1).locator(".handle")).isHidden();
  }

  @Test
  void aRowIsDraggedAndEscapeTakesItBack() {
    assertThat(cell(1, "price")).hasText("2,650");
    drag(3, 1);
    page.keyboard().press("Escape");
    page.mouse().up();
    assertThat(symbols()).hasText(new String[] {"7203", "6758", "AAPL"});

    drag(3, 1);
    assertThat(symbols()).hasText(new String[] {"AAPL", "7203", "6758"});
    assertThat(order()).containsExactly(1, 2, 3);
    page.mouse().up();
    await().until(() -> order().equals(List.of(3, 1, 2)));
    assertThat(page.getByTestId("moved")).hasText("AAPL: place 1 of 3");
  }

  private void drag(int company, int onto) {
    BoundingBox from = row(company).locator(".handle").boundingBox();
    BoundingBox to = row(onto).boundingBox();
    page.mouse().move(from.x + from.width / 2, from.y + from.height / 2);
    page.mouse().down();
    page.mouse().move(from.x + from.width / 2, to.y + to.height / 2);
  }

  private Locator symbols() {
    return page.locator("tbody .company strong");
  }

  /** The companies of the list, in the order that the server has. */
  private static List<Integer> order() {
    JsonObject list = new JsonObject(http.get("/api/v1/watchlists/1", AS_USER).body());
    return list.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getInteger("company_id"))
        .toList();
  }

  @Test
  void aPositionIsEditedWithTheKeyboardAlone() {
    cell(2, "quantity").locator("button").focus();
    page.keyboard().press("Enter");
    page.keyboard().type("10");
    page.keyboard().press("Enter");
    assertThat(row(2).locator(".problem")).containsText("or leave both empty");
    page.keyboard().press("Tab");
    page.keyboard().type("12,900.5");
    page.keyboard().press("Enter");

    assertThat(cell(2, "quantity")).hasText("10");
    assertThat(cell(2, "purchase-price")).hasText("12,900.5");
    assertThat(cell(2, "profit-loss")).hasText("+¥995");
    assertThat(cell(2, "quantity").locator("button")).isFocused();
    page.keyboard().press("Enter");
    page.keyboard().type("99");
    page.keyboard().press("Escape");
    assertThat(cell(2, "quantity")).hasText("10");
    assertThat(item(1).getDouble("quantity")).isEqualTo(10);
  }

  @Test
  void aRemovedSymbolComesBackToItsPlaceWithItsPosition() {
    remove(1);
    assertThat(row(1)).hasCount(0);
    assertThat(page.getByTestId("undo-text")).hasText("7203 トヨタ自動車株式会社 was removed.");
    assertThat(row(2).getByTestId("remove")).isFocused();
    page.getByTestId("undo").click();

    assertSymbols("7203", "6758", "AAPL");
    assertThat(cell(1, "profit-loss")).hasText("+¥15,000");
    assertThat(item(0).getString("memo")).isEqualTo("kept");
  }

  @Test
  void aSymbolIsFoundAndAddedWithTheKeyboard() {
    Locator search = page.getByTestId("add-company");
    search.fill("nothing like it");
    assertThat(page.getByTestId("found")).hasText("Nothing found");
    search.fill("ソフト");
    assertThat(page.getByTestId("companies").locator("[role=option]")).hasCount(1);
    search.press("Enter");

    assertSymbols("7203", "6758", "AAPL", "9984");
    assertThat(search).hasValue("");
    assertThat(cell(4, "price")).hasText("–");
    search.fill("7203");
    assertThat(page.getByTestId("companies").locator("[aria-selected=true]")).hasCount(1);
    search.press("Enter");
    assertThat(page.getByTestId("error-code")).hasText("ITEM_EXISTS");
  }

  @Test
  void aChangeMadeElsewhereMeanwhileIsNotOverwritten() {
    page.route(
        "**/api/v1/watchlists/1/items/1",
        route -> {
          http.send("PATCH", "/api/v1/watchlists/1", "{\"name\":\"Nippon\"}", ifMatch());
          route.resume();
        },
        new Page.RouteOptions().setTimes(1));
    edit(1, "150");

    assertThat(page.getByTestId("error-code")).hasText("VERSION_MISMATCH");
    assertThat(page.getByTestId("list-title")).hasText("Nippon");
    assertThat(item(0).getDouble("quantity")).isEqualTo(100);
    page.keyboard().press("Enter");
    assertThat(cell(1, "quantity")).hasText("150");
  }

  @Test
  void aPositionChangedElsewhereIsShownBeforeItIsOverwritten() {
    cell(1, "quantity").locator("button").click();
    page.keyboard().type("150");
    bed.run("update watchlist.watchlist_items set quantity = 7 where company_id = 1");
    assertThat(cell(1, "profit-loss")).hasText("+¥1,050");
    page.keyboard().press("Enter");

    assertThat(row(1).locator(".problem")).containsText("changed elsewhere");
    assertThat(item(0).getDouble("quantity")).isEqualTo(7);
  }

  @Test
  void rowsKeepTheirPlacesWhileThePointerIsInTheTable() {
    page.locator("[data-column=price] button").click();
    assertThat(page.locator("[data-column=price]")).hasAttribute("aria-sort", "ascending");
    assertSymbols("AAPL", "7203", "6758");
    row(1).hover();
    price(1, "99");
    assertThat(cell(1, "price")).hasText("99");

    assertSymbols("AAPL", "7203", "6758");
    page.getByTestId("list-title").hover();
    assertSymbols("7203", "AAPL", "6758");
    page.locator("[data-column=price] button").click();
    assertSymbols("6758", "AAPL", "7203");
    page.locator("[data-column=price] button").click();
    assertSymbols("7203", "6758", "AAPL");
  }

  @Test
  void aListIsMadeRenamedPublishedAndDeleted() {
    page.getByTestId("new-list").click();
    page.getByTestId("list-name").fill("Tech");
    page.getByTestId("list-name").press("Enter");
    assertThat(page.getByTestId("list-title")).hasText("Tech");
    assertThat(page.getByTestId("no-items")).containsText("This list is empty");
    page.getByTestId("edit-list").click();
    page.getByTestId("list-name").fill("Technology");
    page.getByTestId("list-public").check();
    page.getByTestId("list-save").click();

    assertThat(page.getByTestId("list-title")).hasText("Technology");
    assertThat(page.getByTestId("public-mark")).isVisible();
    page.onDialog(Dialog::accept);
    page.getByTestId("edit-list").click();
    page.getByTestId("list-delete").click();
    assertThat(page.getByTestId("list-title")).hasText("Japan");
    assertThat(page.getByTestId("list").locator("option"))
        .hasText(new String[] {"Japan", "Of Ben"});
  }

  @Test
  void aPublicListOfAnotherUserMayBeViewedOnly() {
    page.getByTestId("list").selectOption("2");

    assertThat(page.getByTestId("list-title")).hasText("Of Ben");
    assertThat(page.getByTestId("list-text")).containsText("not change it");
    assertThat(cell(3, "price")).hasText("228.5");
    assertThat(page.getByTestId("add")).isHidden();
    assertThat(page.getByTestId("edit-list")).isHidden();
    assertThat(page.locator("tbody button")).hasCount(0);
    assertThat(page).hasURL(Pattern.compile("list=2$"));
  }

  @Test
  void aListThatIsTakenAwayIsSaid() {
    page.getByTestId("list").selectOption("2");
    assertThat(page.getByTestId("list-title")).hasText("Of Ben");
    assertThat(cell(3, "price")).hasText("228.5");
    bed.run("update watchlist.watchlists set is_public = false where id = 2");

    assertThat(page.getByTestId("status")).hasText("Connection error");
    assertThat(page.getByTestId("note")).hasText("There is no such list, or it is private.");
  }

  @Test
  void afterABreakThePricesAreLiveAgain() {
    page.getByTestId("lang-switch").click();
    assertThat(page.getByTestId("status")).hasText("リアルタイム接続中");
    bed.stopNode();
    assertThat(page.getByTestId("status")).hasText("再接続中...");
    assertThat(page.getByTestId("retry-now")).isVisible();
    assertThat(cell(1, "price")).hasText("2,650");
    bed.startNode();
    price(1, "2700");

    assertThat(page.getByTestId("status")).hasText("リアルタイム接続中");
    assertThat(cell(1, "price")).hasText("2,700");
  }

  @Test
  void thePageFitsTheNarrowestPhoneInBothLanguages() {
    for (String language : List.of("en-US", "ja-JP")) {
      context.close();
      Browser.NewContextOptions phone =
          new Browser.NewContextOptions()
              .setLocale(language)
              .setViewportSize(320, 640)
              .setColorScheme(ColorScheme.DARK);
      open(phone, "?list=1");
      signIn();
      assertThat(cell(1, "profit-loss")).isVisible();
      cell(1, "quantity").locator("button").click();
      assertThat(row(1).locator("input")).hasCount(2);

      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
      assertThat(page.getByTestId("prices-place").evaluate("e => e.scrollWidth - e.clientWidth"))
          .isEqualTo(0);
      page.keyboard().press("Escape");
      page.getByTestId("sort-by").selectOption("price");
      page.getByTestId("sort-direction").click();
      assertSymbols("6758", "7203", "AAPL");
    }
  }

  private void open(Browser.NewContextOptions options, String search) {
    context = browser.newContext(options);
    page = context.newPage();
    page.navigate("http://127.0.0.1:" + bed.port() + "/watchlist.html" + search);
  }

  private void signIn() {
    assertThat(page.getByTestId("sign-in")).isVisible();
    page.getByTestId("token").fill(TOKEN);
    page.getByTestId("token").press("Enter");
    assertThat(page.getByTestId("badge")).hasAttribute("data-state", "live");
    assertThat(page.getByTestId("sign-in")).isHidden();
  }

  private void edit(int company, String quantity) {
    cell(company, "quantity").locator("button").click();
    page.keyboard().type(quantity);
    page.keyboard().press("Enter");
  }

  private void remove(int company) {
    row(company).getByTestId("remove").focus();
    page.keyboard().press("Enter");
  }

  private static void price(int company, String price) {
    bed.run(
        "insert into watchlist.stock_prices (company_id, price, previous_close)"
            + " select company_id, %s, previous_close from watchlist.stock_prices".formatted(price)
            + " where company_id = %d order by at desc limit 1".formatted(company));
  }

  private static JsonObject list() {
    return new JsonObject(http.get("/api/v1/watchlists/1", AS_USER).body());
  }

  private static JsonObject item(int place) {
    return list().getJsonArray("items").getJsonObject(place);
  }

  private static String[] ifMatch() {
    return new String[] {
      AS_USER[0],
      AS_USER[1],
      AS_USER[2],
      AS_USER[3],
      "If-Match",
      "\"%d\"".formatted(list().getLong("version"))
    };
  }

  private Locator row(int company) {
    return page.locator("tr[data-company='%d']".formatted(company));
  }

  private Locator cell(int company, String name) {
    return row(company).locator("." + name);
  }

  private void assertSymbols(String... symbols) {
    assertThat(page.locator("tbody strong")).hasText(symbols);
  }
}
