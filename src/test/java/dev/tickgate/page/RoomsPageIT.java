package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.RoomNodes;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code /rooms.html}: two browsers on two nodes play. */
class RoomsPageIT {
  @Fixture private static final Vertx VERTX = Vertx.vertx();
  @Fixture private static final Browser browser = Browsers.launch();
  @Fixture private static final RoomNodes NODES = new RoomNodes(VERTX);
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final String session = UUID.randomUUID().toString();

  @AfterEach
  void close() {
    contexts.forEach(BrowserContext::close);
  }

  private Page open(int node, String user) {
    BrowserContext context = browser.newContext(new Browser.NewContextOptions().setLocale("en-US"));
    context.setDefaultTimeout(AwaitLimit.LIMIT.toMillis());
    contexts.add(context);
    Page page = context.newPage();
    enter(page, node, user);
    return page;
  }

  private void enter(Page page, int node, String user) {
    enterWith(page, node, RoomNodes.token(user));
  }

  private void enterWith(Page page, int node, String token) {
    page.navigate("http://127.0.0.1:" + NODES.port(node) + "/rooms.html");
    assertThat(page.getByTestId("link")).isHidden();
    page.getByTestId("token").fill(token);
    page.getByTestId("session").fill(session);
    page.getByTestId("entrance").locator("button").click();
  }

  private static Locator cell(Page page, int number) {
    return page.getByTestId("cells").locator("button").nth(number);
  }

  private static void place(Page page, int number) {
    cell(page, number).click();
  }

  @Test
  void twoPlayAndSeeTheSameGame() {
    NODES.member(session, "anna", "player");
    NODES.member(session, "ben", "player");
    Page anna = open(0, "anna");
    Page ben = open(1, "ben");
    assertThat(anna.getByTestId("members").locator("li")).hasText(new String[] {"anna", "ben"});
    assertThat(ben.getByTestId("members").locator("li")).hasText(new String[] {"anna", "ben"});

    place(anna, 0);
    assertThat(cell(ben, 0)).hasText("×");
    assertThat(anna.getByTestId("turn")).hasText("It is the turn of the other player");
    place(ben, 3);
    assertThat(cell(anna, 3)).hasText("○");
    place(anna, 1);
    place(ben, 4);
    place(anna, 2);
    for (Page page : List.of(anna, ben)) {
      assertThat(page.getByTestId("turn")).hasText("anna has won");
      assertThat(cell(page, 5)).isDisabled();
    }
    ben.getByTestId("new-game").click();
    assertThat(cell(anna, 0)).hasText("");
  }

  @Test
  void whoComesLaterAndWhoLoadsThePageAgainSeeTheGameAsItStands() {
    for (String user : List.of("anna", "ben", "carl")) {
      NODES.member(session, user, "player");
    }
    Page anna = open(0, "anna");
    Page ben = open(1, "ben");
    assertThat(ben.getByTestId("members").locator("li")).hasCount(2);
    place(anna, 0);
    assertThat(cell(ben, 0)).hasText("×");
    place(ben, 3);
    assertThat(cell(anna, 3)).hasText("○");

    Page carl = open(0, "carl");
    enter(anna, 1, "anna");
    for (Page page : List.of(carl, anna)) {
      assertThat(cell(page, 0)).hasText("×");
      assertThat(cell(page, 3)).hasText("○");
    }
    place(anna, 1);
    for (Page page : List.of(ben, carl)) {
      assertThat(cell(page, 1)).hasText("×");
    }
    assertThat(cell(carl, 5)).isDisabled();
  }

  @Test
  void membersChatAndGetTheirBalanceAndComeBack() {
    NODES.member(session, "anna", "player");
    NODES.member(session, "ben", "observer");
    Page anna = open(0, "anna");
    Page ben = open(1, "ben");
    assertThat(ben.getByTestId("presence")).isVisible();
    anna.getByTestId("message").fill("<b>hi</b>");
    anna.getByTestId("chat").locator("button").click();
    assertThat(ben.getByTestId("messages").locator("li")).hasText("anna <b>hi</b>");
    // An observer sends nothing.
    assertThat(ben.getByTestId("message")).isDisabled();
    assertThat(ben.getByTestId("chat").locator("button")).isDisabled();
    assertThat(ben.getByTestId("new-game")).isDisabled();
    assertThat(anna.getByTestId("message")).isEnabled();
    assertThat(cell(ben, 0)).isDisabled();

    JsonObject update =
        new JsonObject()
            .put("type", "sp_update")
            .put("current_sp", 40)
            .put("amount_changed", -10)
            .put("transaction_type", "action")
            .put("description", "A move")
            .put("balance_before", 50)
            .put("balance_after", 40);
    assertThat(NODES.publish("user.anna", update).statusCode()).isEqualTo(200);
    assertThat(anna.getByTestId("sp")).hasText("40");
    assertThat(anna.locator(".toast")).containsText("−10 SP");

    anna.getByTestId("leave").click();
    assertThat(anna.getByTestId("entrance")).isVisible();
    assertThat(ben.getByTestId("members").locator("li")).hasText(new String[] {"ben"});
  }

  @Test
  void aStrangerIsToldWhyItMayNot() {
    Page eve = open(0, "eve");
    assertThat(eve.getByTestId("refusal")).not().isEmpty();

    enterWith(eve, 0, "no token");

    assertThat(eve.getByTestId("refusal")).not().isEmpty();
    assertThat(eve.getByTestId("game")).isHidden();
    assertThat(eve.getByTestId("link")).isHidden();
  }
}
