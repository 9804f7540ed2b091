package dev.tickgate.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Chromium for the tests: an installed one, else the package of Debian, else the one of
 * Playwright.
 */
public final class Browsers {
  static final String VARIABLE = "TICKGATE_TEST_BROWSER";
  private static final String ADVICE =
      "No Chromium for the browser tests: install one (Debian: apt-get install chromium; macOS: brew"
          + " install --cask chromium), or name one in "
          + VARIABLE
          + ".";
  private static final String[] NAMES = {
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  };
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final Map<String, String> NO_DOWNLOAD =
      Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  private Browsers() {}

  /** Returns the program of the browser; installs it where it is missing and may be installed. */
  public static Path executable() {
    return Programs.first(
        ADVICE,
        List.of(
            () -> Programs.named(VARIABLE, System.getenv(VARIABLE)),
            () -> Programs.installed(NAMES),
            () -> Programs.debian("chromium", "chromium"),
            Browsers::playwright));
  }

  private static Optional<Path> playwright() {
    try {
      Programs.run(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          System.getProperty("java.class.path"),
          "com.microsoft.playwright.CLI",
          "install",
          "chromium");
    } catch (IllegalStateException e) {
      throw new IllegalStateException(ADVICE, e);
    }
    try (Playwright playwright = Playwright.create(options())) {
      return Programs.installed(playwright.chromium().executablePath());
    }
  }

  /** Starts a separate headless browser; closing it also ends the driver that controls it. */
  public static Browser launch() {
    Path executable = executable();
    PlaywrightAssertions.setDefaultAssertionTimeout(AwaitLimit.LIMIT.toMillis());
    Playwright playwright = Playwright.create(options());
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new LaunchOptions()
                      .setExecutablePath(executable)
                      .setHeadless(true)
                      .setArgs(FLAGS));
      return closingBoth(browser, playwright);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  private static Playwright.CreateOptions options() {
    return new Playwright.CreateOptions().setEnv(NO_DOWNLOAD);
  }

  private static Browser closingBoth(Browser browser, Playwright playwright) {
    return (Browser)
        Proxy.newProxyInstance(
            Browser.class.getClassLoader(),
            new Class<?>[] {Browser.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(browser, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (method.getName().equals("close")) {
                  playwright.close();
                }
              }
            });
  }
}
