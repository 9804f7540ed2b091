package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A page in a state in which a user has much before the eyes. */
enum PageState {
  TICKS("/index.html", AllPagesFixture::awaitTicks),
  CANDLES("/index.html?interval=1s&indicators=sma:20,rsi:14", AllPagesFixture::awaitCandles),
  TICKS_OF_AN_UNKNOWN_SYMBOL(
      "/index.html?symbol=NONE",
      (pages, page) -> assertThat(page.getByTestId("error-strip")).isVisible()),
  SIGN_IN_TO_WATCHLISTS(
      "/watchlist.html", (pages, page) -> assertThat(page.getByTestId("sign-in")).isVisible()),
  WATCHLIST("/watchlist.html", AllPagesFixture::awaitWatchlist),
  WATCHLIST_EDITED("/watchlist.html", PageState::edit),
  SEARCH_IN_WATCHLIST("/watchlist.html", PageState::search),
  EVENTS("/dashboard.html", AllPagesFixture::awaitEvents),
  QUOTES("/hub.html", AllPagesFixture::awaitQuotes),
  WRONG_SYMBOL_OF_AN_EXCHANGE("/hub.html", PageState::addWrongSymbol),
  ENTRANCE_TO_ROOMS("/rooms.html", (pages, page) -> {}),
  GAME("/rooms.html", (pages, page) -> pages.awaitGame(page, UUID.randomUUID().toString()));

  private final String path;
  private final BiConsumer<AllPagesFixture, Page> reach;

  PageState(String path, BiConsumer<AllPagesFixture, Page> reach) {
    this.path = path;
    this.reach = reach;
  }

  /** The caller closes the context of the page. */
  Page open(AllPagesFixture pages, String locale) {
    return open(pages, locale, context -> {});
  }

  /** The same, in a context that is prepared before. */
  Page open(AllPagesFixture pages, String locale, Consumer<BrowserContext> prepare) {
    Page page = pages.open(path, locale, prepare);
    assertThat(page.locator("h1")).isVisible();
    reach.accept(pages, page);
    return page;
  }

  private static void edit(AllPagesFixture pages, Page page) {
    pages.awaitWatchlist(page);
    page.locator("tr[data-company='1'] .quantity button").click();
    page.locator("tr[data-company='1'] input").first().fill("0");
    page.keyboard().press("Enter");
    assertThat(page.locator("tr[data-company='1'] .problem")).isVisible();
    page.getByTestId("edit-list").click();
    assertThat(page.getByTestId("list-form")).isVisible();
  }

  private static void search(AllPagesFixture pages, Page page) {
    pages.awaitWatchlist(page);
    page.getByTestId("add-company").fill("A");
    assertThat(page.getByTestId("companies").getByRole(AriaRole.OPTION).first()).isVisible();
  }

  private static void addWrongSymbol(AllPagesFixture pages, Page page) {
    pages.awaitQuotes(page);
    page.getByTestId("add-symbol").fill("%%%");
    page.getByTestId("add-symbol").press("Enter");
    assertThat(page.getByTestId("add-problem")).isVisible();
  }
}
