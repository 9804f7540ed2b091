package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.config.Config.Loading;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.TopicFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list {@code topics}, and the feed of events. */
class TopicsConfigTest {
  private static final Map<String, String> DATABASE =
      Map.of("DATABASE_URL", "postgresql://me@db/quotes");

  @TempDir private Path directory;

  @Test
  void withoutAnythingApplicationsPublishAndNoTopicHasItsOwnPolicy() throws IOException {
    Config config = ready("");

    assertThat(config.events()).isTrue();
    assertThat(config.topics()).isEmpty();
  }

  @Test
  void anEntryLeavesOutAsMuchAsItLikes() throws IOException {
    Config config =
        ready(
            """
            topics:
              - { topics: "chat.*", delivery: every, history: 1000, retention: 48h }
              - { topics: chat.lobby, delivery: latest }
              - { topics: "ticks.*", history: 500 }
            """);

    assertThat(config.topics())
        .containsExactly(
            new TopicRule(
                new TopicFilter("chat.*"),
                Optional.of(Delivery.EVERY),
                OptionalInt.of(1000),
                Optional.of(Duration.ofHours(48))),
            new TopicRule(
                new TopicFilter("chat.lobby"),
                Optional.of(Delivery.LATEST),
                OptionalInt.empty(),
                Optional.empty()),
            new TopicRule(
                new TopicFilter("ticks.*"),
                Optional.empty(),
                OptionalInt.of(500),
                Optional.empty()));
  }

  @Test
  void theEnvironmentHasThemToo() {
    Loading loading =
        Config.load(
            Optional.empty(),
            Map.of(
                "TICKGATE_EVENTS_ENABLED",
                "false",
                "TICKGATE_TOPICS",
                "[{topics: ticks.USD_JPY, history: 7}]"),
            Optional.empty());

    assertThat(loading)
        .isInstanceOfSatisfying(
            Loading.Ready.class,
            ready -> {
              assertThat(ready.config().events()).isFalse();
              assertThat(ready.config().topics()).hasSize(1);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topics: chat.*|topics: not a list of topics",
        "topics: [chat]|topics[0]: not an entry (topics, delivery, history, retention)",
        "topics: [{ history: 1 }]|topics[0].topics: is empty; set a topic, or topics",
        "topics: [{ topics: 'a b', history: 1 }]|topics[0].topics: \"a b\" is not a topic, or",
        "topics: [{ topics: '*', history: 1 }]|topics[0].topics: \"*\" is not a topic, or topics",
        "topics: [{ topics: a, delivery: all }]|topics[0].delivery: \"all\" is not one of [latest",
        "topics: [{ topics: a, history: 0 }]|topics[0].history: \"0\" is not a number from 1",
        "topics: [{ topics: a, retention: 1s }]|topics[0].retention: \"1s\" is not a duration from 1m",
        "topics: [{ topics: a, histroy: 1 }]|topics[0].histroy: unknown key",
        "topics: [{ topics: a }, { topics: a }]|topics[1].topics: another entry is for a",
        "topics: [{ topics: ticks.*, delivery: every }]|topics[0].delivery: ticks.* has topics of the",
        "topics: [{ topics: ticks.USD_JPY, retention: 1h }]|topics[0].retention: ticks.USD_JPY has",
        "topics: [{ topics: ticks.USD_JPY }]|topics[0]: changes nothing: history is not set",
        "topics: [{ topics: events.* }]|topics[0]: changes nothing: delivery, history and retention are not set",
        "{ events: { enabled: false }, topics: [{ topics: a.* }] }|topics[0].topics: no feed has a.*",
        "{ exchanges: { kraken: { enabled: true } }, topics: [{ topics: ticks.kraken.*, delivery: every }] }|topics[0].delivery:"
            + " ticks.kraken.* has topics of the exchange kraken, of which only history can be set",
        "{ exchanges: { kraken: { enabled: true } }, topics: [{ topics: stream.*, retention: 1h }] }|topics[0].retention: stream.* has"
            + " topics of the exchange kraken",
        "{ exchanges: { kraken: { enabled: true } }, topics: [{ topics: ticks.kraken.A }] }|topics[0]: changes nothing: history is not set",
        "{ exchanges: { kraken: { enabled: true } }, feeds: [{ name: fx, symbolColumn: s, topicPrefix: ticks.kraken., table: t, key: id }] }"
            + "|feeds: the feed fx has ticks.kraken.*, and the exchange kraken has ticks.kraken.* and",
        "{ exchanges: { kraken: { enabled: true } }, feeds: [{ name: fx, symbol: kraken.A, table: t, key: id }] }|feeds: the feed fx has"
            + " ticks.kraken.A, and the exchange kraken has",
        "events: { enabled: maybe }|events.enabled: \"maybe\" is not one of [true, false]",
        "feeds: [{ name: events, table: t, key: id }]|feeds[0].name: \"events\" is the feed of what",
      })
  void anEntryThatCannotBeIsRefusedWithItsKeyAndValue(String yaml, String error)
      throws IOException {
    Path file = file(yaml);

    assertThat(load(file))
        .isInstanceOfSatisfying(
            Loading.Refused.class,
            refused ->
                assertThat(refused.errors())
                    .singleElement()
                    .asString()
                    .startsWith(error)
                    .contains(", from " + file));
  }

  @Test
  void anEntryIsAnotherOneForItsTopicsEvenWhereTheFirstHasErrors() throws IOException {
    Path file = file("topics: [{ topics: chat.*, history: 0 }, { topics: chat.*, history: 1 }]");

    assertThat(load(file))
        .isInstanceOfSatisfying(
            Loading.Refused.class,
            refused ->
                assertThat(refused.errors())
                    .satisfiesExactly(
                        first -> assertThat(first).startsWith("topics[0].history: "),
                        second ->
                            assertThat(second)
                                .startsWith("topics[1].topics: another entry is for chat.*")));
  }

  private Config ready(String yaml) throws IOException {
    Loading loading = load(file(yaml));
    assertThat(loading).isInstanceOf(Loading.Ready.class);
    return ((Loading.Ready) loading).config();
  }

  private static Loading load(Path file) {
    return Config.load(Optional.of(file), DATABASE, Optional.empty());
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("tickgate.yaml"), yaml);
  }
}
