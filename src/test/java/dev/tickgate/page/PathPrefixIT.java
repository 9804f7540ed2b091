package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Document;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Nginx;
import dev.tickgate.testing.WsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway below a path of nginx, in a real browser and for other clients. */
class PathPrefixIT {
  private static final String PLAIN =
      """
          location /quotes/ {
            proxy_pass http://127.0.0.1:{gateway}/;
          }
      """;
  private static final String STREAMING =
      Document.of("docs/operations.md")
          .block("nginx")
          .replace("127.0.0.1:8080", "127.0.0.1:{gateway}");

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30));

  @Fixture private static Browser browser;

  @BeforeAll
  static void start() {
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.replicas.incomplete().isEmpty());
    browser = Browsers.launch();
  }

  private static Nginx nginx(String location) {
    return Nginx.start(location.replace("{gateway}", Integer.toString(gateway.port())));
  }

  private static String base(Nginx nginx) {
    return "127.0.0.1:" + nginx.port() + "/quotes";
  }

  @Test
  void thePageAsksForNothingOutsideItsPath() {
    try (Nginx nginx = nginx(STREAMING);
        TickerPage page = new TickerPage(browser.newContext(), "http://" + base(nginx))) {
      page.awaitRequest("/websocket");
      assertThat(page.part("bid")).hasText("151.245");
      gateway.leader.publish();

      page.awaitConnected();
      assertThat(page.requests())
          .hasSizeGreaterThan(20)
          .allMatch(url -> url.substring(url.indexOf(':')).startsWith("://" + base(nginx) + "/"));
      assertThat(page.complaints()).isEmpty();
      assertThat(page.page().evaluate("getComputedStyle(document.body).margin")).isEqualTo("0px");
    }
  }

  @Test
  void thePageIsLiveAlsoWhereTheProxyIsToldNothingElse() {
    try (Nginx nginx = nginx(PLAIN);
        TickerPage page = new TickerPage(browser.newContext(), "http://" + base(nginx))) {
      assertThat(page.part("bid")).hasText("151.245");
      gateway.leader.publish();

      page.awaitConnected();
    }
  }

  @Test
  void theMissingPageAndTheFrameOfSockJsFindTheirFiles() {
    try (Nginx nginx = nginx(STREAMING);
        Page page = browser.newPage()) {
      List<Response> answers = new ArrayList<>();
      page.onResponse(answers::add);
      page.navigate("http://" + base(nginx) + "/no/such/page");
      assertThat(page.evaluate("getComputedStyle(document.body).margin")).isEqualTo("0px");
      assertThat(page.locator("main a")).hasAttribute("href", "../../");
      answers.clear();
      page.navigate("http://" + base(nginx) + "/eventbus/iframe.html");

      assertThat(page.evaluate("typeof SockJS")).isEqualTo("function");
      assertThat(answers).hasSizeGreaterThan(1).allMatch(answer -> answer.status() == 200);
    }
  }

  @Test
  void streamsAndCallsOfOtherClientsPass() {
    try (Nginx nginx = nginx(STREAMING);
        WsClient stream = new WsClient(gateway.vertx, nginx.port(), "/quotes/ws/ticker_usd_jpy");
        WsClient commands = new WsClient(gateway.vertx, nginx.port(), "/quotes/ws");
        WsClient bridge = new WsClient(gateway.vertx, nginx.port(), "/quotes/eventbus/websocket")) {
      Http http = new Http(nginx.port());
      commands.send("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\"}");
      bridge.send("{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{}}");

      for (WsClient client : List.of(stream, commands, bridge)) {
        await().until(() -> client.texts().stream().anyMatch(text -> text.contains("151.245")));
      }
      assertThat(http.get("/quotes/api/ticks/USD_JPY").body()).contains("151.245");
      assertThat(http.get("/quotes/eventbus/info").body()).contains("websocket");
      try (Http.Stream events = http.stream("GET", "/quotes/sse?topic=ticks.USD_JPY")) {
        assertThat(events.readUntil("151.245")).contains("151.245");
      }
    }
  }
}
