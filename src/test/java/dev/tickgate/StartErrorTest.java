package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.Processes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An Error during the start ends the process, whichever part throws it, on whichever thread. */
class StartErrorTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster/HazelcastSetup", // the thread that joins the cluster
        "demo/SimulatedExchange", // the exchange of the demo
        "node/GatewayParts", // the parts of the node
        "endpoint/RequestPipeline" // an event loop
      })
  void aClassThatCannotBeLoadedIsAFailureWithAMessage(String name) throws IOException {
    Path broken = dir.resolve("dev/tickgate/" + name + ".class");
    Files.createDirectories(broken.getParent());
    try (InputStream other = StartErrorTest.class.getResourceAsStream("StartErrorTest.class")) {
      Files.copy(other, broken);
    }
    Map<String, String> environment =
        Map.of(
            "TICKGATE_HTTP_PORT", "0",
            "TICKGATE_OPS_PORT", "0",
            "TICKGATE_DEMO_ENABLED", "true",
            "TICKGATE_DEMO_SOURCE", "exchange",
            "TICKGATE_DATABASE_EMBEDDED_DIR", dir.resolve("database").toString(),
            "TICKGATE_CLUSTER_ENABLED", Boolean.toString(name.startsWith("cluster/")),
            "TICKGATE_CLUSTER_NAME", "broken-" + dir.getFileName());

    try (ChildProcess process = Processes.java(environment, product())) {
      assertThat(process.awaitExit(LIMIT)).as(process.tail()).isEqualTo(2);
      assertThat(process.lines())
          .anyMatch(line -> line.startsWith("NoClassDefFoundError: dev/tickgate/" + name));
    }
  }

  private List<String> product() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of("-cp", dir + File.pathSeparator + classPath, Main.class.getName());
  }
}
