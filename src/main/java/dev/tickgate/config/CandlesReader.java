package dev.tickgate.config;

import dev.tickgate.candle.CandleSettings;
import dev.tickgate.config.Config.Demo;
import dev.tickgate.feed.Feed;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.TradingDay;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The group {@code candles}. */
final class CandlesReader {
  // Late rows, and the ticks that a new leadership counts, must find the candles of their buckets.
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final SettingReader reader;

  CandlesReader(SettingReader reader) {
    this.reader = reader;
  }

  /** Returns empty if no candles are made. */
  Optional<CandleSettings> read(Set<Role> roles, List<Feed> feeds, Demo demo) {
    String enabled = reader.choice("candles.enabled", List.of("auto", "true", "false"));
    // A process without the role poller does not know whether the pollers run the demo.
    boolean isDemo = demo.enabled() && !reader.has("database.url") && roles.contains(Role.POLLER);
    boolean isOn = enabled.equals("true") || enabled.equals("auto") && isDemo;
    TradingDay days =
        reader
            .parsed(
                "candles.dayStart",
                TradingDay::parse,
                "a time and a time zone (like 17:00 America/New_York, 00:00 UTC)")
            .orElse(new TradingDay(LocalTime.MIDNIGHT, ZoneOffset.UTC));
    Map<CandleInterval, Duration> retention = new EnumMap<>(CandleInterval.class);
    for (CandleInterval interval : CandleInterval.values()) {
      String path = "candles.retention." + interval.label();
      retention.put(interval, reader.duration(path, SHORTEST, LONGEST));
    }
    if (isOn) {
      feeds.stream()
          .filter(feed -> feed.name().equals(CandleSettings.FEED))
          .forEach(
              feed -> reader.error("feeds", "the name candles is that of the feed of candles"));
      feeds.stream()
          .filter(feed -> feed.symbols().topics().overlaps(CandleSettings.TOPICS))
          .forEach(
              feed ->
                  reader.error(
                      "feeds",
                      "the feed %s has %s, and candles have %s: choose another topic"
                          .formatted(
                              feed.name(),
                              feed.symbols().topics().text(),
                              CandleSettings.TOPICS.text())));
    }
    return isOn ? Optional.of(new CandleSettings(days, retention)) : Optional.empty();
  }
}
