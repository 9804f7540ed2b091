package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MainProcessTest {
  private Process process;

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void sigtermClosesTheNodeAndTheExitCodeIsZero() throws Exception {
    BufferedReader out = start();
    assertThat(out.readLine()).isEqualTo("started");

    signal("TERM");

    assertThat(out.readLine()).isEqualTo("closed");
    assertThat(exitCode()).isZero();
  }

  @Test
  void sigintClosesTheNodeAndTheExitCodeIsZero() throws Exception {
    BufferedReader out = start();
    assertThat(out.readLine()).isEqualTo("started");

    signal("INT");

    assertThat(out.readLine()).isEqualTo("closed");
    assertThat(exitCode()).isZero();
  }

  @Test
  void theExitCodeOfBadUsageReachesTheShell() throws Exception {
    start("--nonsense");

    assertThat(exitCode()).isEqualTo(1);
  }

  private BufferedReader start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SleepyMain.class.getName()));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return process.inputReader();
  }

  private void signal(String name) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  private int exitCode() throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
