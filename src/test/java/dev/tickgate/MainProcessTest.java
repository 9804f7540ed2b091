package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainProcessTest {
  private static final Duration SOON = AwaitLimit.LIMIT;

  @TempDir Path dir;
  @Fixture private Process process;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalClosesTheNodeAndTheExitCodeIsZero(String signal) throws Exception {
    start();
    await().atMost(SOON).until(() -> output().contains("started"));

    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();

    assertThat(exitCode()).isZero();
    assertThat(output()).containsExactly("started", "closed");
  }

  @Test
  void aSignalThatComesTwiceByWayOfAParentIsOneRequest() throws Exception {
    start();
    await().atMost(SOON).until(() -> output().contains("started"));

    String twice = "kill -INT %1$d; kill -TERM %1$d".formatted(process.pid());
    assertThat(new ProcessBuilder("sh", "-c", twice).start().waitFor()).isZero();

    assertThat(exitCode()).isZero();
    assertThat(output()).containsExactly("started", "closed");
  }

  @Test
  void theExitCodeOfBadUsageReachesTheShell() throws Exception {
    start("--nonsense");

    assertThat(exitCode()).isEqualTo(1);
    assertThat(output()).containsExactly("Unknown option: '--nonsense'", "Try: tickgate --help");
  }

  private void start(String... arguments) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, SleepyMain.class.getName()));
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("out").toFile())
            .start();
  }

  // From a file: reading a pipe could not be given up where the process says nothing.
  private List<String> output() throws IOException {
    return Files.readAllLines(dir.resolve("out"));
  }

  private int exitCode() throws InterruptedException {
    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).as("it ended").isTrue();
    return process.exitValue();
  }
}
