package dev.tickgate.config;

import dev.tickgate.config.Config.Demo;
import dev.tickgate.feed.Feed;
import dev.tickgate.store.Identifier;
import dev.tickgate.watchlist.WatchlistSettings;
import dev.tickgate.watchlist.WatchlistSettings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The group {@code watchlists}. */
final class WatchlistsReader {
  private static final String ENABLED = "watchlists.enabled";

  private final SettingReader reader;

  WatchlistsReader(SettingReader reader) {
    this.reader = reader;
  }

  /** Returns empty if no watchlists are served. */
  Optional<WatchlistSettings> read(Set<Role> roles, List<Feed> feeds, Demo demo) {
    String enabled = reader.choice(ENABLED, List.of("auto", "true", "false"));
    boolean isEmbedded = !reader.has("database.url");
    boolean isAlone = isEmbedded && !roles.contains(Role.POLLER);
    boolean isDemo = demo.enabled() && isEmbedded && !isAlone;
    boolean isOn = enabled.equals("true") || enabled.equals("auto") && isDemo;
    WatchlistSettings settings =
        new WatchlistSettings(
            reader.duration("watchlists.interval", Duration.ofSeconds(1), Duration.ofHours(1)),
            Mode.valueOf(
                reader
                    .choice("watchlists.mode", List.of("interval", "live"))
                    .toUpperCase(Locale.ROOT)),
            reader.integer("watchlists.maxRate", 1, 20),
            reader.integer("watchlists.partitions", 1, 16),
            schema());
    if (isOn && isAlone) {
      reader.error("database.url", "is empty, but the watchlists are in the database");
    }
    if (isOn) {
      feeds.stream()
          .filter(feed -> feed.symbols().topics().overlaps(WatchlistSettings.TOPICS))
          .forEach(
              feed ->
                  reader.error(
                      "feeds",
                      "the feed %s has %s, and watchlists have %s: choose another topic"
                          .formatted(
                              feed.name(),
                              feed.symbols().topics().text(),
                              WatchlistSettings.TOPICS.text())));
    }
    return Optional.of(settings).filter(read -> isOn);
  }

  private Optional<String> schema() {
    return reader.has("watchlists.schema")
        ? Optional.of(
            reader.matching("watchlists.schema", Identifier::isName, "a schema (1 to 63 bytes)"))
        : Optional.empty();
  }
}
