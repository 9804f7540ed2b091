package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.relay.RelaySettings;
import dev.tickgate.relay.RelaySettings.Identity;
import dev.tickgate.relay.RelaySettings.Inlet;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelaysConfigTest extends ConfigCase {
  @Test
  void nothingIsRelayedWithoutTopics() {
    assertThat(config("relays: { kafka: { url: \"k:9092\" } }", DATABASE).relays().isEmpty())
        .isTrue();
  }

  @Test
  void kafkaIsNamedByItsVariableAndItsTopicsByEntries() {
    Map<String, String> environment =
        Map.of("DATABASE_URL", DATABASE.get("DATABASE_URL"), "KAFKA_BROKER_URL", "kafka://k:9092");
    String text =
        "relays: { kafka: { in: [{ from: orders, to: events.orders },"
            + " { from: ids, to: room.1, key: key }], out: { topics: [ticks.*] } } }";

    assertThat(config(text, environment).relays().kafka())
        .contains(
            new RelaySettings.Kafka(
                "k:9092",
                "tickgate",
                Map.of(),
                List.of(
                    new Inlet("orders", new Topic("events.orders"), Identity.POSITION),
                    new Inlet("ids", new Topic("room.1"), Identity.KEY)),
                List.of(new TopicFilter("ticks.*")),
                "tickgate"));
  }

  @Test
  void redisIsNamedByItsVariableWhichIsEnoughForPubSub() {
    Map<String, String> environment =
        Map.of("DATABASE_URL", DATABASE.get("DATABASE_URL"), "REDIS_URL", "redis://r:6379/1");

    assertThat(config("drain: 1s", environment).relays().redis())
        .contains(
            new RelaySettings.Redis(
                "redis://r:6379/1",
                Optional.empty(),
                "tickgate",
                "rakuda:realtime:*",
                List.of(),
                List.of(),
                "tickgate:",
                100_000));
    assertThat(config("relays: { redis: { pubsub: \"\" } }", environment).relays().isEmpty())
        .isTrue();
  }

  @Test
  void authoritiesForRedisNeedAConnectionWithTls() {
    Path ca = file("");

    assertThat(
            config("relays: { redis: { url: \"rediss://r\", ca: %s } }".formatted(ca), DATABASE)
                .relays()
                .redis()
                .orElseThrow()
                .ca())
        .contains(ca);
    Path wrong = file("relays: { redis: { url: \"redis://r\", ca: \"no.pem\" } }");
    assertThat(errors(wrong, DATABASE))
        .containsExactlyInAnyOrder(
            "relays.redis.ca: needs an url that begins with rediss://, from " + wrong,
            "relays.redis.ca: no.pem cannot be read, from " + wrong);
  }

  @Test
  void wrongSettingsOfRedisAreRefused() {
    Path file =
        file(
            "relays: { redis: { url: \"r:6379\", pubsub: \"a*b\", in: [{ from: a, to: \"?\" }],"
                + " out: { topics: [\"*\"], maxLength: 1 } } }");

    assertThat(errors(file, DATABASE))
        .containsExactlyInAnyOrder(
            "relays.redis.url: is not a URL (redis://user:password@host:port, with special"
                + " characters as %XX), from "
                + file,
            "relays.redis.pubsub: \"a*b\" is not a beginning of channels (events:*), from " + file,
            "relays.redis.in[0].to: \"?\" is not a topic of Tickgate (like events.orders), from "
                + file,
            "relays.redis.out.topics: \"*\" is not a topic, or topics (like events.orders,"
                + " events.*), from "
                + file,
            "relays.redis.out.maxLength: \"1\" is not a number from 1000 to 100000000, from "
                + file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:s3cret@r 6379",
        "redis://:s3cret@r:99999",
        "redis://:s3cret@r:6379/abc",
        "redis://:s3cret@r:port",
        "redis://:s3cret%zz@r:6379",
        "redis://:s3cret/@r:6379",
        "redis+tls://:s3cret@r:6379"
      })
  void anErrorInTheUrlOfRedisDoesNotShowThePassword(String url) {
    Path file = file("relays: { redis: { url: \"%s\" } }".formatted(url));

    assertThat(errors(file, DATABASE))
        .containsExactly(
            "relays.redis.url: is not a URL (redis://user:password@host:port, with special"
                + " characters as %XX), from "
                + file);
  }

  @Test
  void furtherPropertiesOfClientsComeFromAFile() {
    Path properties = file("security.protocol=SASL_SSL\n");

    assertThat(
            config(
                    "relays: { kafka: { url: \"k:9092\", client: %s, out: { topics: [events.*] } } }"
                        .formatted(properties),
                    DATABASE)
                .relays()
                .kafka()
                .orElseThrow()
                .client())
        .isEqualTo(Map.of("security.protocol", "SASL_SSL"));
  }

  @Test
  void wrongSettingsAreRefused() {
    Path file =
        file(
            "relays: { kafka: { url: k, id: \"a b\", out: { topics: [\"*\"] }, in: [7,"
                + " { from: a, to: \"?\", kee: key }, { from: b, to: ticks.USD_JPY }] } }");

    assertThat(errors(file, DATABASE))
        .containsExactlyInAnyOrder(
            "relays.kafka.url: \"k\" is not a list of brokers (host:port,host:port), from " + file,
            "relays.kafka.id: \"a b\" is not a name (letters, digits, . _ -), from " + file,
            "relays.kafka.out.topics: \"*\" is not a topic, or topics (like events.orders,"
                + " events.*), from "
                + file,
            "relays.kafka.in[0]: not an entry (from, to, key), from " + file,
            "relays.kafka.in[1].kee: unknown key, from " + file,
            "relays.kafka.in[1].to: \"?\" is not a topic of Tickgate (like events.orders), from "
                + file,
            "relays.kafka.in: ticks.USD_JPY has the publications of another feed, from " + file);
  }

  @Test
  void topicsWithoutAServerAreRefused() {
    Path file = file("relays: { kafka: { out: { topics: [events.*] } } }");

    assertThat(errors(file, DATABASE))
        .containsExactly("relays.kafka.url: is empty, but relays.kafka names topics, from default");
  }
}
