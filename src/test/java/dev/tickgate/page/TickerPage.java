package dev.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import dev.tickgate.testing.AwaitLimit;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The page {@code /} as a reader sees it, with what it asked for and what it complained about. */
final class TickerPage implements AutoCloseable {
  private final BrowserContext context;
  private final Page page;
  private final Response response;
  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  TickerPage(BrowserContext context, String origin) {
    this.context = context;
    context.setDefaultTimeout(AwaitLimit.LIMIT.toMillis());
    context.addInitScript(RECORD_NOTES);
    page = context.newPage();
    page.onRequest(request -> requests.add(request.url()));
    page.onWebSocket(socket -> requests.add(socket.url()));
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    response = page.navigate(origin + "/");
  }

  // A note beside the badge is there for some seconds, within which a busy machine may not look.
  private static final String RECORD_NOTES =
      """
      window.shownNotes = [];
      document.addEventListener('DOMContentLoaded', () => {
        const note = document.querySelector('[data-testid=status-note]');
        if (note === null) return;
        new MutationObserver(() => window.shownNotes.push(note.textContent))
          .observe(note, { childList: true, characterData: true, subtree: true });
      });
      """;

  /** Every kind of event that the page of the context listens for, in {@code heardEvents}. */
  static final String RECORD_LISTENERS =
      """
      window.heardEvents = [];
      const add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, ...rest) {
        window.heardEvents.push(type);
        return add.call(this, type, ...rest);
      };
      """;

  /** Has the server say that it is so much later. */
  static void serverLater(BrowserContext context, Duration shift) {
    context.route(
        "**/api/symbols*",
        route -> {
          JsonObject answer = new JsonObject(route.fetch().text());
          Instant later = Instant.parse(answer.getString("now")).plus(shift);
          route.fulfill(new FulfillOptions().setBody(answer.put("now", later.toString()).encode()));
        });
  }

  /** A script under which the clock of the device is so much fast. */
  static String later(Duration shift) {
    return """
    const Real = Date;
    const now = () => Real.now() + %d;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [now()])); }
      static now() { return now(); }
    };
    """
        .formatted(shift.toMillis());
  }

  // Counts runs of columns with pixels higher than a line is thick, on the upper of two canvases.
  private static final String DOTS =
      """
      plot => {
        const area = ({ width, height }) => width * height;
        const canvas = [...plot.querySelectorAll('canvas')]
          .reduce((one, other) => (area(other) >= area(one) ? other : one));
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        const color = getComputedStyle(document.documentElement).getPropertyValue('--chart-line');
        const wanted = color.trim().slice(1).match(/../g).map(pair => parseInt(pair, 16));
        const isLine = (x, y) => wanted.every((part, i) => data[(y * width + x) * 4 + i] === part);
        const isDot = x => {
          for (let y = 0, run = 0; y < height; y++) {
            run = isLine(x, y) ? run + 1 : 0;
            if (run === 4) return true;
          }
          return false;
        };
        const columns = Array.from({ length: width }, (_, x) => isDot(x));
        return columns.filter((dot, x) => dot && !columns[x - 1]).length;
      }
      """;

  Page page() {
    return page;
  }

  Response response() {
    return response;
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  Locator part(String testId) {
    return page.getByTestId(testId);
  }

  String text(String testId) {
    return part(testId).textContent();
  }

  int points() {
    return Integer.parseInt(part("chart").getAttribute("data-points"));
  }

  /** The number of dots that are visible on the chart. */
  int dots() {
    return (int) part("plot").evaluate(DOTS);
  }

  /** Waits for a note beside the badge that has that text, or had it since the page was opened. */
  void awaitNote(String text) {
    page.waitForFunction("text => window.shownNotes.some(note => note.includes(text))", text);
  }

  void awaitPoints(int count) {
    assertThat(part("chart")).hasAttribute("data-points", Integer.toString(count));
  }

  void awaitPointsBeyond(int count) {
    page.waitForCondition(() -> points() > count);
  }

  void awaitState(String state) {
    assertThat(part("badge")).hasAttribute("data-state", state);
  }

  /** Whether it is so within some seconds. */
  boolean isSoon(String state) {
    HasAttributeOptions patience = new HasAttributeOptions().setTimeout(4_000);
    try {
      assertThat(part("badge")).hasAttribute("data-state", state, patience);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  /** Returns when it has a connection, also where no tick has come for some seconds. */
  void awaitConnected() {
    assertThat(part("badge")).hasAttribute("data-state", Pattern.compile("live|stale|closed"));
  }

  /** Returns when the page has asked for an address whose path ends so. */
  void awaitRequest(String end) {
    page.waitForCondition(
        () -> requests.stream().anyMatch(url -> url.split("\\?")[0].endsWith(end)));
  }

  boolean scrollsSideways() {
    return (boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  @Override
  public void close() {
    context.close();
  }
}
