package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.feed.Feed;
import dev.tickgate.feed.Key;
import dev.tickgate.feed.Start;
import dev.tickgate.feed.Symbols;
import dev.tickgate.market.Display;
import dev.tickgate.stream.TopicFilter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of feeds and their tables. */
class FeedsConfigTest extends ConfigCase {
  @Test
  void aFeedSaysHowItsQuotesAreWritten() {
    Config config =
        config(
            "feeds: [{ name: nikkei, table: t, key: time,"
                + " display: { name: 日経平均, decimals: 1, pip: 5 } }]\n",
            Map.of("DATABASE_URL", "postgresql://a@localhost/b"));

    assertThat(config.feeds().get(0).display())
        .isEqualTo(
            new Display(Optional.of("日経平均"), OptionalInt.of(1), Optional.of(new BigDecimal("5"))));
  }

  @Test
  void aDisplayThatCannotBeIsRefused() {
    assertThat(
            errors(
                file("feeds: [{ name: a, table: t, key: time, display: { decimals: 9, pip: 0 } }]"),
                Map.of()))
        .anyMatch(error -> error.startsWith("feeds[0].display.decimals: \"9\""))
        .anyMatch(error -> error.startsWith("feeds[0].display.pip: \"0\""));
  }

  @Test
  void aFeedMayHaveTheSymbolsOfAColumn() {
    List<Feed> feeds =
        config(
                """
                feeds:
                  - { name: all, table: t, key: time, symbolColumn: symbol }
                  - { name: fx, table: t, key: time, symbolColumn: pair, topicPrefix: ticks.fx. }
                  - { name: usd_jpy, table: u, key: time }
                """,
                DATABASE)
            .feeds();

    // A row of the first feed whose topic is of another one is not published.
    assertThat(feeds.get(0).symbols())
        .isEqualTo(
            new Symbols.Column(
                "symbol",
                "ticks.",
                List.of(new TopicFilter("ticks.fx.*"), new TopicFilter("ticks.USD_JPY"))));
    assertThat(feeds.get(1).symbols()).isEqualTo(new Symbols.Column("pair", "ticks.fx."));
    assertThat(feeds.get(1).topic()).isEmpty();
    assertThat(feeds.get(1).identity().source()).isEqualTo("5 ticks.fx.* t time pair");
    assertThat(feeds.get(2).identity().source()).isEqualTo("5 ticks.USD_JPY u time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "symbolColumn: s, symbol: A|symbol: a feed has a symbol or a symbolColumn, not both",
        "topicPrefix: fx.|topicPrefix: only a feed with a symbolColumn has a topicPrefix",
        "symbolColumn: s, topicPrefix: fx|topicPrefix: \"fx\" is not the beginning of topics",
        "symbolColumn: s, topicPrefix: .|topicPrefix: \".\" is not the beginning of topics",
        "symbolColumn: s, topicPrefix: room.|topicPrefix: \"room.\" is not the beginning of topics",
        "symbolColumn: s, topicPrefix: events.a.|topicPrefix: \"events.a.\" is not the beginning",
        "symbolColumn: s, display: { name: A }|display.name: the symbols of a symbolColumn are named",
        "symbolColumn: [s]|symbolColumn: [\"s\"] is not a column",
      })
  void symbolsThatCannotBeAreRefused(String settings, String error) {
    assertThat(
            errors(file("feeds: [{ name: a, table: t, key: time, " + settings + " }]"), DATABASE))
        .singleElement()
        .asString()
        .startsWith("feeds[0]." + error);
  }

  @Test
  void aKeyThatIsLeftOutIsToldToBeSet() {
    assertThat(errors(file("feeds: [{ name: a, table: t }]"), DATABASE))
        .singleElement()
        .asString()
        .startsWith("feeds[0].key: is empty; set a column");
  }

  @Test
  void twoFeedsMayNotHaveTheSameTopics() {
    String feed = "{ name: %s, table: t, key: time, symbolColumn: s }";

    assertThat(
            errors(
                file("feeds: [" + feed.formatted("a") + ", " + feed.formatted("b") + "]"),
                DATABASE))
        .singleElement()
        .asString()
        .startsWith("feeds[1].topicPrefix: another feed has the topicPrefix \"ticks.\"");
  }

  @Test
  void theLookbackTellsTimeFromSerial() {
    assertThat(key("key: time")).isEqualTo(new Key.Time("time", Duration.ofMinutes(10)));
    assertThat(key("key: id")).isEqualTo(new Key.Serial("id", 10_000));
    assertThat(key("key: id, lookback: 77")).isEqualTo(new Key.Serial("id", 77));
    assertThat(key("key: created_at, lookback: 2m"))
        .isEqualTo(new Key.Time("created_at", Duration.ofMinutes(2)));
    assertThat(key("key: at, columns: { timestamp: at }"))
        .isEqualTo(new Key.Time("at", Duration.ofMinutes(10)));
  }

  @Test
  void aNumberAsTheLookbackOfATimeIsAContradiction() {
    Path file = file("feeds: [{ name: a, table: t, key: time, lookback: 500 }]");

    assertThat(errors(file, DATABASE))
        .containsExactly(
            "feeds[0].lookback: \"500\" is not a duration (like 10m), which a key that is a time"
                + " needs, from "
                + file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: a, symbol: _X | symbol",
        "name: a, symbol: .SPX | symbol",
        "name: a, symbol: A%s | symbol",
        "name: a%s | name",
        "name: a-b | name",
        "name: a, lookback: 50000000 | lookback",
        "name: a, lookback: 0ms | lookback",
        "name: a, lookback: 367d | lookback",
        "name: a, poll: 9ms | poll",
        "name: a, columns: { bid: c%s } | columns.bid",
        "name: a, zone: Tokyo | zone",
        "name: a, zone: UTC+9 | zone",
        "name: a, start: 2026-01-31T00:00:00Z | start",
        "name: a, start: 12a | start",
        "name: a, lookback: 1m, start: 12 | start",
        "name: a, lookback: 1m, start: 2026-01-31 | start"
      })
  void aFeedThatCannotStartIsAnErrorOfTheConfiguration(String keys, String wrong) {
    String feed = keys.formatted("x".repeat(64));

    assertThat(errors(file("feeds: [{ table: t, key: id, " + feed + " }]"), DATABASE))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("feeds[0]." + wrong + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "market-data",
        "select",
        "Möbel",
        "market.\"quotes.v2\"",
        "\"a\"\"b\"",
        "drop table"
      })
  void everyTableNameOfPostgresqlIsAllowed(String table) {
    Path file = file("feeds: [{ name: a, key: id, table: '" + table + "' }]");

    assertThat(ready(Config.load(Optional.of(file), DATABASE, Optional.empty())).feeds())
        .singleElement()
        .satisfies(feed -> assertThat(feed.table()).isEqualTo(table));
  }

  @Test
  void aFeedSaysWhereItBeginsAndWhichZoneItsTimesAreIn() {
    List<Feed> feeds =
        config(
                """
                feeds:
                  - { name: a, table: t, key: id, start: 500, zone: Asia/Tokyo }
                  - { name: b, table: t, key: time, start: "2026-01-31T09:00:00+09:00", zone: "+09:00" }
                  - { name: c, table: t, key: time, start: latest }
                  - { name: d, table: t, key: time, start: all }
                """,
                DATABASE)
            .feeds();

    assertThat(feeds)
        .extracting(Feed::start)
        .containsExactly(
            new Start.AtKey(500),
            new Start.AtTime(Instant.parse("2026-01-31T00:00:00Z")),
            new Start.Latest(),
            new Start.All());
    assertThat(feeds)
        .extracting(Feed::zone)
        .containsExactly(
            ZoneId.of("Asia/Tokyo"), ZoneOffset.ofHours(9), ZoneId.of("UTC"), ZoneId.of("UTC"));
  }

  @Test
  void feedsThatWouldShareATopicOrANameAreRefused() {
    Path file =
        file(
            """
            feeds:
              - { name: a, table: t, key: id }
              - { name: a, symbol: B, table: t, key: id }
              - { name: b, table: t, key: id }
            """);

    assertThat(errors(file, DATABASE))
        .containsExactly(
            "feeds[1].name: another feed has the name \"a\", from " + file,
            "feeds[2].symbol: another feed has the symbol \"B\", from " + file);
  }

  @Test
  void feedsOfOnesOwnNeedADatabaseUnlessTheDemoIsAskedFor() throws IOException {
    String own = "feeds: [{ name: a, table: t, key: id }]";
    Map<String, String> demo = Map.of("TICKGATE_DEMO_ENABLED", "true");

    assertThat(errors(file(own), Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("database.url: is empty, but feeds are set: set DATABASE_URL");
    assertThat(config(own, DATABASE).database().server()).isPresent();
    assertThat(config(own, demo).demo().enabled()).isTrue();
    assertThat(config(own, Map.of("TICKGATE_ROLES", "gateway")).database().server()).isEmpty();
    assertThat(config("drain: 1s", Map.of()).demo().enabled()).isTrue();
    assertThat(config(Files.readString(Path.of("conf/tickgate.yaml")), Map.of()).demo().enabled())
        .isTrue();
  }
}
