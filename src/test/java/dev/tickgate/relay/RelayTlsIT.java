package dev.tickgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.KafkaFixture;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays to servers with TLS, whose certificates an authority of their own has signed. */
class RelayTlsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PASSWORD = "s3cret-of-kafka";
  private static final Certificates AUTHORITY = new Certificates("private authority");
  @TempDir private static Path folder;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture
  private final RelayNodeFixture redisNode =
      new RelayNodeFixture(
          database,
          "relays: { redis: { in: [{ from: source, to: events.shipments }],"
              + " out: { topics: [\"events.*\"] } } }");

  @Fixture
  private final RelayNodeFixture kafkaNode =
      new RelayNodeFixture(
          database,
          "relays: { kafka: { in: [{ from: source, to: events.shipments }],"
              + " out: { topics: [\"events.*\"] } } }");

  private static List<String> values(RelayNodeFixture node, String field) {
    return node.parts().stream().map(part -> part.getString(field)).distinct().toList();
  }

  private static void becomes(RelayNodeFixture node, String state) {
    await().atMost(LIMIT).until(() -> values(node, "state").equals(List.of(state)));
  }

  private RedisFixture redis(Certificates.Pair certificate) {
    return new RedisFixture(vertx, certificate);
  }

  private void startRedisNode(RedisFixture redis, Map<String, String> further) {
    Map<String, String> variables = new HashMap<>(further);
    variables.put("REDIS_URL", redis.secureUrl());
    redisNode.start(variables);
  }

  private static Map<String, String> authority() {
    return Map.of("TICKGATE_RELAYS_REDIS_CA", AUTHORITY.authority(folder).toString());
  }

  @Test
  void entriesOfRedisGoInBothDirectionsOverTls() {
    try (RedisFixture redis = redis(AUTHORITY.issue(folder, "redis"))) {
      startRedisNode(redis, authority());
      becomes(redisNode, "running");
      redis.run(Command.XADD, "source", "*", "payload", "{\"entry\":1}");

      await()
          .atMost(LIMIT)
          .until(() -> redis.run(Command.XLEN, "tickgate:events.shipments").toInteger() == 1);
    }
  }

  @Test
  void aRedisWhoseAuthorityIsNotTrustedIsRefused() {
    try (RedisFixture redis = redis(AUTHORITY.issue(folder, "redis"))) {
      startRedisNode(redis, Map.of());
      becomes(redisNode, "failing");

      assertThat(values(redisNode, "reason")).allMatch(reason -> reason.contains("SSL"));
    }
  }

  @Test
  void aRedisWithTheCertificateOfAnotherHostIsRefused() {
    try (RedisFixture redis = redis(AUTHORITY.issueFor(folder, "redis", "redis.example.com"))) {
      startRedisNode(redis, authority());
      becomes(redisNode, "failing");

      assertThat(values(redisNode, "reason")).allMatch(reason -> reason.contains("SSL"));
    }
  }

  @Test
  void recordsOfKafkaGoInBothDirectionsOverTlsForAUserWithAPassword() {
    try (KafkaFixture kafka = KafkaFixture.secure(AUTHORITY.issue(folder, "kafka"), PASSWORD)) {
      kafka.send("source", List.of(Map.entry("k", "{\"record\":1}")));
      startKafkaNode(kafka, PASSWORD);
      becomes(kafkaNode, "running");

      await().atMost(LIMIT).until(() -> kafka.records("tickgate").size() == 1);
      assertThat(kafka.records("tickgate").get(0).value()).contains("\"record\":1");
      kafkaNode.stop();

      startKafkaNode(kafka, "wr0ng");
      becomes(kafkaNode, "failing");
      assertThat(values(kafkaNode, "reason"))
          .allMatch(reason -> reason.contains("Authentication failed"));
      assertThat(kafkaNode.api()).doesNotContain("wr0ng");
    }
  }

  private void startKafkaNode(KafkaFixture kafka, String password) {
    Path client = KafkaFixture.clientProperties(folder, AUTHORITY.authority(folder), password);
    kafkaNode.start(
        Map.of(
            "KAFKA_BROKER_URL",
            kafka.secureServers(),
            "TICKGATE_RELAYS_KAFKA_CLIENT",
            client.toString()));
  }
}
