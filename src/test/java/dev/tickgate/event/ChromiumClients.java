package dev.tickgate.event;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code EventSource} of Chromium, one page for each client. Used by the test's thread. */
final class ChromiumClients implements AutoCloseable {
  private static final String OPEN =
      """
      url => {
        window.messages = [];
        new EventSource(url).onmessage = message => window.messages.push(message.data);
      }""";

  private final BrowserContext context;
  private final Map<Page, SseClient> pages = new LinkedHashMap<>();

  ChromiumClients(Browser browser) {
    context = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
  }

  /**
   * @param page a page of the same origin
   */
  void open(String page, String url, SseClient client) {
    Page opened = context.newPage();
    opened.navigate(page);
    opened.evaluate(OPEN, url);
    pages.put(opened, client);
  }

  /** The protocols by which the pages came. */
  List<Object> protocols() {
    return pages.keySet().stream()
        .map(page -> page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol"))
        .distinct()
        .toList();
  }

  /** Takes the messages that the pages have received. */
  void read() {
    pages.forEach(
        (page, client) ->
            ((List<?>) page.evaluate("window.messages.splice(0)"))
                .forEach(data -> client.received((String) data)));
  }

  @Override
  public void close() {
    context.close();
  }
}
