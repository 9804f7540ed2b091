package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the jar without the embedded PostgreSQL. */
class SlimJarIT {
  private static final Path JAR =
      Path.of(System.getProperty("tickgate.jar")).resolveSibling("tickgate-slim.jar");
  private static final long MOST_BYTES = 45_000_000;
  private static final Duration START = Duration.ofSeconds(60);

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  private static ChildProcess run(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-jar", JAR.toString()));
    all.addAll(List.of(arguments));
    return Processes.java(environment, all);
  }

  private static String text(ChildProcess process) {
    return String.join("\n", process.lines());
  }

  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
  }

  @Test
  void withoutADatabaseItSaysWhatIsMissing() {
    try (ChildProcess process = run(Map.of("TICKGATE_HTTP_PORT", "0", "TICKGATE_OPS_PORT", "0"))) {
      assertThat(process.awaitExit(START)).isEqualTo(2);
      assertThat(text(process))
          .contains("this jar has no embedded PostgreSQL")
          .contains("DATABASE_URL")
          .doesNotContain("NoClassDefFoundError");
    }
  }

  @Test
  void withADatabaseAndKafkaItRunsEveryRole() {
    int ops = Ports.free();
    Map<String, String> environment =
        Map.of(
            "DATABASE_URL",
            database.url(),
            "KAFKA_BROKER_URL",
            "127.0.0.1:1",
            "TICKGATE_RELAYS_KAFKA_IN",
            "[{ from: orders, to: events.orders }]",
            "TICKGATE_RELAYS_KAFKA_OUT_TOPICS",
            "[events.orders]",
            "TICKGATE_HTTP_PORT",
            "0",
            "TICKGATE_OPS_PORT",
            Integer.toString(ops));
    try (ChildProcess process = run(environment, "--demo")) {
      process.awaitLine("node.started ready=\"true\"", START);
      // The client of Kafka is created, and no broker answers it.
      process.awaitLine("relay.state_changed relay=\"kafka\" part=\"in\" state=\"failing\"", START);

      assertThat(new Http(ops).get("/metrics").body()).contains("tickgate_sessions_open");
      assertThat(text(process)).doesNotContain("NoClassDefFoundError");
    }
  }
}
