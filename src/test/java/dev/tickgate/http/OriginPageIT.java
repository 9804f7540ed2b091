package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.AddScriptTagOptions;
import dev.tickgate.testing.Browsers;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page of elsewhere in a real browser, beside one of ours. */
class OriginPageIT {
  /** Each answers {@code open} or {@code closed}. */
  private static final Map<String, String> WAYS =
      Map.ofEntries(
          Map.entry("raw WebSocket", "socket('/ws')"),
          Map.entry("bridge, raw", "socket('/eventbus/websocket')"),
          Map.entry("server-sent events", "source('/sse?topic=ticks.USD_JPY')"),
          Map.entry("history", "request('/api/ticks/USD_JPY')"),
          Map.entry("SockJS info", "request('/eventbus/info')"),
          Map.entry("xhr", "request('/eventbus/0/a/xhr', {method: 'POST'})"),
          Map.entry("xhr_streaming", "request('/eventbus/0/b/xhr_streaming', {method: 'POST'})"),
          Map.entry("eventsource", "source('/eventbus/0/c/eventsource')"),
          Map.entry("jsonp", "script('/eventbus/0/d/jsonp?c=heard')"),
          Map.entry("client: websocket", "sockJs('websocket')"),
          Map.entry("client: xhr-streaming", "sockJs('xhr-streaming')"),
          Map.entry("client: xhr-polling", "sockJs('xhr-polling')"),
          Map.entry("client: eventsource", "sockJs('eventsource')"),
          Map.entry("client: iframe", "sockJs('iframe-xhr-polling')"));

  private static final String SCRIPT =
      """
      base => {
        window.heard = () => window.opened();
        const settled = (start) => new Promise((resolve) => {
          start(() => resolve('open'), () => resolve('closed'));
          setTimeout(() => resolve('silent'), 15000);
        });
        const socket = (path) => settled((open, closed) => {
          const it = new WebSocket(base.replace('http', 'ws') + path);
          it.onopen = open; it.onclose = closed;
        });
        const source = (path) => settled((open, closed) => {
          const it = new EventSource(base + path);
          it.onopen = open; it.onerror = closed;
        });
        const request = (path, options) => settled((open, closed) =>
          fetch(base + path, options).then(open, closed));
        const script = (path) => settled((open, closed) => {
          window.opened = open;
          const it = document.createElement('script');
          it.onerror = closed; it.src = base + path;
          document.head.append(it);
        });
        const sockJs = (transport) => settled((open, closed) => {
          const it = new SockJS(base + '/eventbus', null, {transports: [transport]});
          it.onopen = open; it.onclose = closed;
        });
        return WAY;
      }
      """;

  @Fixture
  private final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30));

  @Fixture private Browser browser;
  private HttpServer elsewhere;

  @BeforeEach
  void start() {
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.replicas.incomplete().isEmpty());
    elsewhere = gateway.vertx.createHttpServer();
    String page = "<!doctype html><script src=\"" + ours() + "/vendor/sockjs.min.js\"></script>";
    elsewhere.requestHandler(
        request -> request.response().putHeader("content-type", "text/html").end(page));
    GatewayFixture.await(elsewhere.listen(0, "127.0.0.1"));
    browser = Browsers.launch();
  }

  private String ours() {
    return "http://127.0.0.1:" + gateway.port();
  }

  @Test
  void nothingOpensInAPageOfElsewhereAndEverythingInOurs() {
    String all = "Promise.all([" + String.join(", ", WAYS.values()) + "])";
    try (Page page = browser.newPage()) {
      // The other port, and another name as well.
      for (String host : List.of("127.0.0.1", "localhost")) {
        page.navigate("http://" + host + ":" + elsewhere.actualPort() + "/");
        assertThat((List<?>) tried(page, all))
            .isEqualTo(Collections.nCopies(WAYS.size(), "closed"));
      }
      WAYS.forEach(
          (name, way) -> {
            // Loaded anew: a browser keeps six connections to a server, and streams stay open.
            page.navigate(ours() + "/no-such-page");
            page.addScriptTag(new AddScriptTagOptions().setUrl("/vendor/sockjs.min.js"));
            assertThat(tried(page, way)).as(name).isEqualTo("open");
          });
    }
  }

  private Object tried(Page page, String way) {
    return page.evaluate(SCRIPT.replace("WAY", way), ours());
  }
}
