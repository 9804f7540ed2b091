package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.tickgate.auth.SignedTokens;
import dev.tickgate.exchange.ExchangeServer;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /hub.html} of a server that shows quotes with a token only. */
class HubSignInIT {
  @Fixture private static final Vertx VERTX = Vertx.vertx();
  @Fixture private static final ExchangeServer KRAKEN = ExchangeServer.kraken(VERTX);

  private static Map<String, String> settings(boolean required) {
    return Map.of(
        "TICKGATE_EXCHANGES_KRAKEN_ENABLED",
        "true",
        "TICKGATE_EXCHANGES_KRAKEN_URL",
        KRAKEN.url().toString(),
        "TICKGATE_AUTH_REQUIRED",
        Boolean.toString(required),
        "HUB_JWT_SECRET",
        SignedTokens.SECRET,
        "TICKGATE_ACCESS_RULES",
        "[{ topics: 'ticks.*', read: authenticated }]");
  }

  private static String token() {
    long end = Instant.now().getEpochSecond() + 600;
    return SignedTokens.hs256(new JsonObject().put("sub", "7").put("exp", end));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thePageAsksForATokenAndKeepsItInMemoryOnly(boolean required) {
    try (Browser browser = Browsers.launch();
        PageFixture bed = new PageFixture(browser, settings(required));
        Page page = browser.newPage(new Browser.NewPageOptions().setLocale("en-US"))) {
      page.navigate("http://127.0.0.1:" + bed.port() + "/hub.html");
      assertThat(page.getByTestId("sign-in")).isVisible();
      signIn(page, "nonsense");
      assertThat(page.getByTestId("sign-in-reason")).hasText("The token is not valid.");
      String token = token();
      signIn(page, token);

      assertThat(page.getByTestId("sign-in")).isHidden();
      await().until(() -> KRAKEN.isSubscribed("BTC/USD"));
      KRAKEN.quote("BTC/USD", "60999.5", "61000.5");
      assertThat(page.locator("[data-testid='group-BTC/USD'] td").nth(1)).containsText("60,999.5");
      Object kept =
          page.evaluate("JSON.stringify([sessionStorage, localStorage, document.cookie])");
      assertThat((String) kept).doesNotContain(token);
      assertThat(page.url()).doesNotContain(token);
    }
  }

  private static void signIn(Page page, String token) {
    page.getByTestId("token").fill(token);
    page.getByTestId("token").press("Enter");
  }
}
