package dev.tickgate.config;

import dev.tickgate.config.Config.Demo;
import dev.tickgate.config.Settings.Setting;
import dev.tickgate.exchange.ExchangeSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The group {@code demo}. */
final class DemoReader {
  /** The exchange that the demo simulates. */
  static final String VENUE = "gmoFx";

  /** The source of the demo's rows on an exchange, in the form of {@code recorder.source}. */
  static final String QUOTES = VENUE + ".USD_JPY";

  private static final String SOURCE = "demo.source";

  private final Map<String, Setting> settings;
  private final SettingReader reader;

  DemoReader(Map<String, Setting> settings, SettingReader reader) {
    this.settings = settings;
    this.reader = reader;
  }

  Demo read(Set<Role> roles) {
    String enabled = reader.choice("demo.enabled", List.of("auto", "true", "false"));
    boolean isOn = enabled.equals("auto") ? !reader.has("database.url") : enabled.equals("true");
    int rate = reader.integer("demo.rate", 1, 1000);
    String source = reader.choice(SOURCE, List.of("auto", "exchange", "rows"));
    Optional<String> obstacle = obstacle(rate);
    if (isOn && source.equals("exchange")) {
      obstacle.ifPresent(why -> reader.error(SOURCE, "cannot be exchange: " + why));
    }
    boolean onExchange =
        switch (source) {
          case "exchange" -> true;
          case "auto" ->
              obstacle.isEmpty()
                  && roles.containsAll(EnumSet.allOf(Role.class))
                  && settings.get("feeds").isDefault();
          default -> false;
        };
    return new Demo(isOn, rate, isOn && onExchange);
  }

  /** Returns the reason why the demo cannot simulate an exchange; empty if it can. */
  private Optional<String> obstacle(int rate) {
    if (reader.has("recorder.source")) {
      return Optional.of("recorder.source has another source of the rows");
    }
    if (rate != 1) {
      return Optional.of("demo.rate is not 1, and a recorder inserts one row per second");
    }
    Stream<String> venues = ExchangeSettings.venues().stream();
    return venues
        .map(venue -> "exchanges.%s.enabled".formatted(venue))
        .filter(path -> settings.get(path).value().asText().equals("true"))
        .map(path -> path + " is true, and quotes of the demo beside real ones would mislead")
        .findFirst();
  }
}
