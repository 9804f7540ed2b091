package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The navigation of all pages, on a node without watchlists, rooms and exchanges. */
class NavigationIT {
  @Fixture private static final Browser browser = Browsers.launch();

  @Fixture
  private static final PageFixture node =
      new PageFixture(browser, Map.of("TICKGATE_WATCHLISTS_ENABLED", "false"));

  private BrowserContext context;
  private Page page;

  @BeforeEach
  void open() {
    context = browser.newContext(new Browser.NewContextOptions().setLocale("en-US"));
    page = context.newPage();
  }

  @AfterEach
  void close() {
    context.close();
  }

  private void open(String path) {
    page.navigate("http://127.0.0.1:" + node.port() + path);
  }

  private Locator link(String feature) {
    return page.locator(".pages [data-feature=%s]".formatted(feature));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/watchlist.html", "/dashboard.html", "/rooms.html", "/hub.html"})
  void everyPageHasTheSameNavigationAndMarksWhatTheServerDoesNotHave(String path) {
    open(path);

    assertThat(page.locator(".pages a"))
        .hasText(new String[] {"Chart", "Watchlists", "Events", "Rooms", "Exchanges"});
    assertThat(page.locator(".pages [aria-current=page]")).hasCount(1);
    String current =
        (String) page.locator(".pages [aria-current=page]").evaluate("link => link.pathname");
    assertThat(current).isEqualTo(path);
    for (String feature : List.of("watchlists", "rooms", "exchanges")) {
      assertThat(link(feature)).hasAttribute("data-off", "off");
      assertThat(link(feature)).hasAttribute("title", "Not enabled on this server");
    }
    assertThat(link("events")).not().hasAttribute("data-off", "off");
    page.getByTestId("lang-switch").click();
    assertThat(link("rooms")).hasAttribute("data-off", "無効");
  }

  @Test
  void aPageWhoseFeatureIsOffNamesTheSettingThatEnablesIt() {
    open("/rooms.html");
    assertThat(page.getByTestId("rooms-off")).isVisible();
    assertThat(page.getByTestId("rooms-off")).containsText("rooms.enabled");
    assertThat(page.getByTestId("entrance")).isHidden();
    open("/watchlist.html");
    assertThat(page.getByTestId("note")).isVisible();
    assertThat(page.getByTestId("note")).containsText("watchlists.enabled");
    open("/hub.html");
    assertThat(page.getByTestId("no-exchanges")).isVisible();
    assertThat(page.getByTestId("no-exchanges")).containsText("exchanges.<name>.enabled");
    assertThat(page.getByTestId("link")).isHidden();
  }

  @Test
  void theServerTellsItsFeaturesToEverybody() {
    assertThat(new JsonObject(new Http(node.port()).get("/api/features").body()))
        .isEqualTo(
            new JsonObject()
                .put("candles", false)
                .put("events", true)
                .put("exchanges", false)
                .put("rooms", false)
                .put("watchlists", false));
  }
}
