package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Ports;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The image that {@code docker build -f src/main/docker/Dockerfile -t tickgate .} has made, with
 * the rights that {@code docker-compose.yaml} and {@code conf/k8s} leave it.
 */
@Tag("load")
class ContainerImageIT {
  private static final String ENGINE = System.getProperty("image.engine");
  private static final String IMAGE = System.getProperty("image.name");
  private static final long MOST_BYTES = 250_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final String name = "tickgate-" + UUID.randomUUID();

  private static ChildProcess engine(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ENGINE));
    command.addAll(arguments);
    return ChildProcess.start(new ProcessBuilder(command));
  }

  /** The last line that the engine prints: its warnings come before it. */
  private static String inspect(String format) throws IOException {
    try (ChildProcess inspect = engine(List.of("image", "inspect", "-f", format, IMAGE))) {
      assertThat(inspect.awaitExit(LIMIT)).as(inspect.tail()).isZero();
      return inspect.lines().get(inspect.lines().size() - 1);
    }
  }

  @Test
  void itIsSmallAndNotOfRoot() throws IOException {
    assertThat(Long.parseLong(inspect("{{.Size}}"))).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(inspect("{{.Config.User}}")).isEqualTo("10001:10001");
  }

  @Test
  void itServesWithoutRightsAndStopsWhenAsked() throws IOException {
    int port = Ports.free();
    int ops = Ports.free();
    List<String> run =
        List.of(
            "run",
            "--rm",
            "--name",
            name,
            "--network",
            "host",
            "--read-only",
            "--cap-drop",
            "all",
            "--security-opt",
            "no-new-privileges",
            "--tmpfs",
            "/tmp:exec,mode=1777",
            // The JVM refuses to start where the archive does not belong to the jar.
            "-e",
            "JDK_JAVA_OPTIONS=-Xshare:on",
            "-e",
            "DATABASE_URL=" + database.url(),
            "-e",
            "TICKGATE_DEMO_ENABLED=true",
            "-e",
            "TICKGATE_CANDLES_ENABLED=true",
            "-e",
            "TICKGATE_HTTP_PORT=" + port,
            "-e",
            "TICKGATE_OPS_PORT=" + ops,
            IMAGE);
    try (ChildProcess container = engine(run)) {
      container.awaitLine("node.started ready=\"true\"", LIMIT);
      Http http = new Http(port);
      assertThat(http.get("/").statusCode()).isEqualTo(200);
      assertThat(http.get("/api/ticks/USD_JPY").body()).contains("\"bid\"");
      assertThat(new Http(ops).get("/health/live").statusCode()).isEqualTo(200);

      try (ChildProcess stop = engine(List.of("stop", "-t", "30", name))) {
        assertThat(stop.awaitExit(LIMIT)).as(stop.tail()).isZero();
      }
      assertThat(container.awaitExit(LIMIT)).isIn(0, 143);
      assertThat(container.lines()).anyMatch(line -> line.contains("node.stopping"));
      assertThat(container.lines()).noneMatch(line -> line.contains("ERROR"));
    }
  }
}
