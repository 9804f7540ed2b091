package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BrowsersIT {
  @Fixture private final Vertx vertx = Vertx.vertx();

  @Test
  void aRealBrowserShowsWhatComesOverAWebSocket() {
    try (StubServer gateway = StubServer.start("A", vertx);
        Browser browser = Browsers.launch()) {
      Page page = browser.newPage();
      page.navigate("http://127.0.0.1:" + gateway.port() + "/page");
      page.waitForFunction("document.getElementById('echo').textContent === 'A heard hello'");
    }
  }

  @Test
  void closingTheBrowserLeavesNoProcess() {
    Set<Long> before = descendants();
    try (Browser browser = Browsers.launch()) {
      assertThat(browser.isConnected()).isTrue();
      assertThat(descendants()).hasSizeGreaterThan(before.size());
    }
    assertThat(descendants()).isSubsetOf(before);
  }

  private static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
