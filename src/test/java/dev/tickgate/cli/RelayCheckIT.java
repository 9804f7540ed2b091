package dev.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.Main;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.KafkaFixture;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code check --connect} at the systems of relays. */
class RelayCheckIT {
  private static final String PASSWORD = "s3cret";

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final RedisFixture redis = new RedisFixture(vertx, PASSWORD);
  private final StringWriter out = new StringWriter();

  private int check(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("DATABASE_URL", database.url());
    environment.put("TICKGATE_FEEDS", "[]");
    environment.put("TICKGATE_RELAYS_KAFKA_IN", "[{from: orders, to: events.orders}]");
    PrintWriter writer = new PrintWriter(out, true);
    return new Main(environment, config -> null, new CompletableFuture<>())
        .run(writer, writer, "check", "--connect");
  }

  @Test
  void itTellsWhichServersAnswerAndWhichTopicsAreMissing() {
    try (KafkaFixture kafka = new KafkaFixture()) {
      check(Map.of("REDIS_URL", redis.url(), "KAFKA_BROKER_URL", kafka.servers()));

      assertThat(out.toString())
          .contains("ok       relays.kafka.url: Kafka, 1 broker, PLAINTEXT")
          .contains("warning  relays.kafka: the broker has no topic orders yet")
          .containsPattern("ok       relays.redis.url: Redis \\d\\S+ at 127.0.0.1:\\d+, not enc")
          .doesNotContain(PASSWORD);
    }
  }

  @Test
  void itTellsWhichServersDoNotAnswerWithoutTheirPasswords() {
    int nobody = Ports.free();
    int code =
        check(Map.of("REDIS_URL", redis.url("wr0ng"), "KAFKA_BROKER_URL", "127.0.0.1:" + nobody));

    assertThat(code).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(out.toString())
        .containsPattern(
            "error    relays.kafka.url: no answer from 127.0.0.1:%d: no broker has answered for 10 s\\R"
                .formatted(nobody))
        .containsPattern("error    relays.redis.url: no answer from 127.0.0.1:\\d+: .*WRONGPASS")
        .doesNotContain("wr0ng");
  }
}
