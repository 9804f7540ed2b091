package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.http.Assets;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long browsers may keep the page and its files, and the addresses in them. */
class PagesTest {
  private static final String END = "\r\n\r\n";
  private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(1, 100, Duration.ofSeconds(30));

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html"})
  void thePageIsRevalidatedAndNamesTheVersionOfItsFiles(String path) {
    String answer = get(path, "");

    assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("cache-control: no-cache");
    assertThat(addresses(answer))
        .filteredOn(address -> address.contains("assets/"))
        .hasSizeGreaterThan(4)
        .allMatch(address -> address.startsWith("assets/" + Assets.VERSION + "/"));
  }

  @Test
  void aPageThatTheBrowserHasIsNotSentAgain() {
    String tag = "If-None-Match: \"" + Assets.VERSION + "\"\r\n";

    assertThat(get("/", tag)).startsWith("HTTP/1.1 304 ").endsWith(END);
    assertThat(get("/", "If-None-Match: \"other\"\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void filesOfThisVersionMayBeKeptForEver() {
    assertThat(get("/assets/" + Assets.VERSION + "/js/main.js", ""))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("cache-control: public, immutable, max-age=31536000")
        .contains("import ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/assets/000000000000/js/main.js", "/js/main.js", "/vendor/sockjs.min.js"})
  void filesOfAnotherVersionOrOfNoneAreRevalidated(String path) {
    assertThat(get(path, ""))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("cache-control: no-cache");
  }

  @ParameterizedTest
  @CsvSource({
    "/none, ./",
    "/assets/none/js/none.js, ../../../",
    "/a//b, ../../",
  })
  void aMissingPageIsNotKeptAndLeadsBackByARelativeAddress(String path, String root) {
    String answer = get(path, "");

    assertThat(answer).startsWith("HTTP/1.1 404 ").containsIgnoringCase("cache-control: no-store");
    assertThat(addresses(answer)).isNotEmpty().allMatch(address -> address.startsWith(root));
  }

  @ParameterizedTest
  @CsvSource({"/eventbus/iframe.html, ../", "/eventbus/iframe-1.6.1.html, ../"})
  void theFrameOfSockJsLoadsItsScriptFromBesideIt(String path, String root) {
    assertThat(addresses(get(path, ""))).containsExactly(root + "vendor/sockjs.min.js");
  }

  private static Iterable<String> addresses(String html) {
    return ADDRESS
        .matcher(html)
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(address -> !address.startsWith("https:"))
        .toList();
  }

  private static String get(String path, String header) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      return client
          .say("GET %s HTTP/1.1\r\nHost: a\r\n%sConnection: close\r\n\r\n".formatted(path, header))
          .hearOut();
    }
  }
}
