package dev.tickgate.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForConditionOptions;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Browsers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The npm package {@code @tickgate/client} in a browser, as this server serves it. */
class ClientModuleIT {
  private static final Duration LATER = AwaitLimit.LIMIT;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKGATE_ACCESS_RULES",
          "[{ topics: 'ticks.*', read: anybody }, "
              + "{ topics: 'events.*', read: anybody, write: anybody }]");
  // Three clients that hear the same topic, each in its way, and a function that publishes on it.
  private static final String START =
      """
      async () => {
        const { createClient } = await import('./client/src/index.js');
        const heard = { webSocket: [], http: [], events: [] };
        const fast = { random: () => 0 };
        const client = createClient(fast);
        const http = createClient({ ...fast, WebSocket: null });
        const order = ({ payload }) => Number(payload.id);
        client.subscribe('events.orders', (message) => heard.webSocket.push(order(message)));
        client.subscribe('events.pricing', () => heard.webSocket.push('wrong topic'));
        http.subscribe('events.pricing', () => heard.http.push('wrong topic'));
        http.subscribe('events.orders', (message) => heard.http.push(order(message)));
        const stream = client.events(
          { channels: ['orders'] },
          { onEvents: (events) => heard.events.push(...events.map(order)) },
        );
        const event = (id) => ({
          type: 'ORDER_RECEIVED',
          payload: { id: String(id), action: 'created' },
          timestamp: new Date().toISOString(),
        });
        const states = [client.state, http.state, stream.state];
        Object.assign(window, {
          heard,
          connected: () => states.every((state) => state.get().phase === 'connected'),
          lost: () => states.every((state) => state.get().phase !== 'connected'),
          publish: (from, to) => Promise.all(
            Array.from({ length: to - from + 1 }, (_, i) =>
              client.publish('events.orders', event(from + i)))),
        });
      }
      """;
  private static Browser browser;

  @BeforeAll
  static void launch() {
    browser = Browsers.launch();
  }

  @AfterAll
  static void quit() {
    browser.close();
  }

  @Test
  void everyTransportHasEveryPublicationOnceAlsoAcrossARestartOfTheServer() {
    try (PageFixture bed = new PageFixture(browser, SETTINGS);
        TickerPage opened = bed.open()) {
      Page page = opened.page();
      page.evaluate(START);
      await(page, "connected()");

      page.evaluate("publish(1, 20)");
      await(page, "Object.values(heard).every((ids) => ids.length === 20)");
      bed.stopNode();
      await(page, "lost()");
      page.evaluate("() => { window.published = publish(21, 60); }");
      bed.startNode();
      page.evaluate("published");

      await(page, "Object.values(heard).every((ids) => ids.length >= 60)");
      List<Integer> all = IntStream.rangeClosed(1, 60).boxed().toList();
      for (String way : List.of("webSocket", "http", "events")) {
        assertThat(page.evaluate("heard." + way))
            .as(way)
            .asInstanceOf(LIST)
            .containsExactlyInAnyOrderElementsOf(all);
      }
    }
  }

  private static void await(Page page, String condition) {
    page.waitForCondition(
        () -> (boolean) page.evaluate(condition),
        new WaitForConditionOptions().setTimeout(LATER.toMillis()));
  }
}
