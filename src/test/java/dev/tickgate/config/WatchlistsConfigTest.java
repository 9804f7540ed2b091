package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.watchlist.WatchlistSettings;
import dev.tickgate.watchlist.WatchlistSettings.Mode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchlistsConfigTest extends ConfigCase {
  @Test
  void theDemoWithTheEmbeddedDatabaseHasThem() {
    assertThat(config("drain: 1s", Map.of()).watchlists())
        .contains(
            new WatchlistSettings(Duration.ofSeconds(5), Mode.INTERVAL, 2, 1, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "watchlists: { enabled: false }",
        "demo: { enabled: false }",
        "roles: [gateway]",
      })
  void otherwiseTheyAreOffUnlessTheyAreAskedFor(String yaml) {
    assertThat(config(yaml, Map.of()).watchlists()).isEmpty();
    assertThat(config(yaml, DATABASE).watchlists()).isEmpty();
  }

  @Test
  void tablesThatAreThereMayBeUsed() {
    String yaml =
        "watchlists: { enabled: true, schema: public, interval: 30s, mode: live, maxRate: 5,"
            + " partitions: 4 }";
    assertThat(config(yaml, DATABASE).watchlists())
        .contains(
            new WatchlistSettings(Duration.ofSeconds(30), Mode.LIVE, 5, 4, Optional.of("public")));
  }

  @Test
  void aGatewayWithoutADatabaseCannotHaveThem() {
    assertThat(errors(file("{ roles: [gateway], watchlists: { enabled: true } }"), Map.of()))
        .containsExactly(
            "database.url: is empty, but the watchlists are in the database, from default");
  }

  @Test
  void noFeedOfATableHasTheirTopics() {
    String feed = "{ name: a, table: t, key: id, symbolColumn: s, topicPrefix: watchlist. }";
    assertThat(errors(file("{ watchlists: { enabled: true }, feeds: [" + feed + "] }"), DATABASE))
        .singleElement()
        .asString()
        .startsWith(
            "feeds: the feed a has watchlist.*, and watchlists have watchlist.*: choose another topic");
  }

  @Test
  void ofTheirTopicsOnlyTheHistoryCanBeSet() {
    String yaml =
        "{ watchlists: { enabled: true }, topics: [{ topics: \"watchlist.*\", delivery: every }] }";
    assertThat(errors(file(yaml), DATABASE))
        .singleElement()
        .asString()
        .contains(
            "watchlist.* has topics of the feed watchlists, of which only history can be set");
  }
}
