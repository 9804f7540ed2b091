package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.candle.CandleSettings;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.TradingDay;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandlesConfigTest extends ConfigCase {
  @Test
  void theDemoWithTheEmbeddedDatabaseHasThem() {
    CandleSettings settings = config("drain: 1s", Map.of()).candles().orElseThrow();

    assertThat(settings.days()).isEqualTo(TradingDay.parse("17:00 America/New_York").orElseThrow());
    assertThat(settings.retention())
        .hasSameSizeAs(CandleInterval.values())
        .containsEntry(CandleInterval.SECOND, Duration.ofDays(2))
        .containsEntry(CandleInterval.MINUTE, Duration.ofDays(90))
        .containsEntry(CandleInterval.DAY, Duration.ofDays(36_500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"candles: { enabled: false }", "demo: { enabled: false }", "roles: [gateway]"})
  void otherwiseTheyAreOffUnlessTheyAreAskedFor(String yaml) {
    assertThat(config(yaml, Map.of()).candles()).isEmpty();
    assertThat(config(yaml, DATABASE).candles()).isEmpty();
  }

  @Test
  void aGatewayAloneNeedsNoDatabaseForThem() {
    String yaml =
        "{ roles: [gateway], candles: { enabled: true, dayStart: 00:00 UTC, retention: { 1m: 7d } } }";
    CandleSettings settings = config(yaml, Map.of()).candles().orElseThrow();

    assertThat(settings.days()).isEqualTo(TradingDay.parse("00:00 UTC").orElseThrow());
    assertThat(settings.retention()).containsEntry(CandleInterval.MINUTE, Duration.ofDays(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dayStart: 25:00 UTC | candles.dayStart: \"25:00 UTC\" is not a time and a time zone",
        "dayStart: noon      | candles.dayStart: \"noon\" is not a time and a time zone",
        "retention: { 1s: 5m } | candles.retention.1s: \"5m\" is not a duration from 1h to 36500d",
        "retention: { 2m: 5d } | candles.retention.2m",
      })
  void wrongValuesAreRefused(String setting, String error) {
    assertThat(errors(file("candles: { " + setting + " }"), DATABASE))
        .singleElement()
        .asString()
        .contains(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | candles.    | the feed a has candles.*, and candles have candles.*: choose another topic",
        "a | candles.fx. | the feed a has candles.fx.*, and candles have candles.*: choose another",
        "candles | ticks.c. | the name candles is that of the feed of candles",
      })
  void noFeedOfATableHasTheirTopicsOrTheirName(String name, String prefix, String error) {
    String feed =
        "{ name: %s, table: t, key: id, symbolColumn: s, topicPrefix: %s }".formatted(name, prefix);
    assertThat(errors(file("{ candles: { enabled: true }, feeds: [" + feed + "] }"), DATABASE))
        .singleElement()
        .asString()
        .startsWith("feeds: " + error);
  }

  @Test
  void ofTheirTopicsOnlyTheHistoryCanBeSet() {
    String yaml =
        "{ candles: { enabled: true }, topics: [{ topics: \"candles.*\", delivery: every }] }";
    assertThat(errors(file(yaml), DATABASE))
        .singleElement()
        .asString()
        .contains("candles.* has topics of the feed candles, of which only history can be set");
  }
}
