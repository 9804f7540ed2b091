package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code tickgate archive}, and a gateway that starts with its archive. */
@Tag("alone")
class ClassArchiveIT {
  private static final Path JAR = Path.of(System.getProperty("tickgate.jar")).toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  // The measured times are in docs/benchmarks.md; a machine with other work takes longer.
  private static final Duration READY = Duration.ofSeconds(5);
  private static final Pattern STARTED =
      Pattern.compile("node\\.started ready=\"true\" uptime_ms=\"(\\d+)\"");

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  // A poller is not ready without its table.
  @Fixture private final TickRows table = new TickRows(vertx, database.options());
  @TempDir Path dir;

  private static ChildProcess archive(Path file) {
    return Processes.java(
        Map.of("DATABASE_URL", "postgresql://not-used"),
        List.of("-jar", JAR.toString(), "archive", file.toString()));
  }

  @Test
  void aGatewayInAClusterWithALeaderIsReadySoonWithTheArchive() throws Exception {
    Path file = dir.resolve("tickgate.jsa");
    try (ChildProcess command = archive(file)) {
      assertThat(command.awaitExit(LIMIT)).as(command.tail()).isZero();
      assertThat(command.lines())
          .contains(
              "java -XX:SharedArchiveFile=%s -XX:+ExitOnOutOfMemoryError -jar %s"
                  .formatted(file, JAR));
    }
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }

    try (ClusterFixture cluster = new ClusterFixture(database.url())) {
      cluster.poller().awaitReady();
      // With -Xshare:auto the JVM would start without an archive that does not match the jar and
      // the JVM.
      List<String> arguments =
          List.of("-Xshare:on", "-XX:SharedArchiveFile=" + file, "-jar", JAR.toString());
      Promptness.assertWithin(READY, () -> start(cluster, arguments));
    }
  }

  /** Returns the time from the start of a gateway until it is ready. */
  private static Duration start(ClusterFixture cluster, List<String> arguments) {
    try (ChildProcess gateway = Processes.java(cluster.variables("gateway"), arguments)) {
      String line = gateway.awaitLine("node.started", LIMIT);
      Matcher started = STARTED.matcher(line);
      assertThat(started.find()).as(line).isTrue();
      return Duration.ofMillis(Long.parseLong(started.group(1)));
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    Path file = dir.resolve("absent/tickgate.jsa");
    try (ChildProcess command = archive(file)) {
      assertThat(command.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(command.lines())
          .singleElement()
          .asString()
          .startsWith("ARCHIVE_NOT_WRITABLE: ")
          .contains(file.getParent().toString());
    }
  }

  @Test
  void fromClassesThereIsNoArchive() {
    List<String> arguments =
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.tickgate.Main",
            "archive",
            dir.resolve("tickgate.jsa").toString());
    try (ChildProcess command = Processes.java(Map.of(), arguments)) {
      assertThat(command.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(command.lines()).singleElement().asString().startsWith("ARCHIVE_NOT_A_JAR: ");
    }
  }
}
