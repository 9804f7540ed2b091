package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
  private static final Duration LIMIT = AwaitLimit.LIMIT;

  @Test
  void aLineIsAwaitedUntilItIsWritten() throws IOException {
    try (ChildProcess process = shell("echo first; echo second >&2; cat /dev/zero")) {
      assertThat(process.awaitLine("sec", LIMIT)).isEqualTo("second");
      assertThat(process.lines()).containsExactly("first", "second");
    }
  }

  @Test
  void waitingEndsWithTheProcessAndTellsWhatItSaid() throws IOException {
    try (ChildProcess process = shell("echo out of memory; exit 3")) {
      assertThatThrownBy(() -> process.awaitLine("started", LIMIT))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ended with 3")
          .hasMessageContaining("out of memory");
    }
  }

  @Test
  void signalsReachTheProcess() throws IOException {
    try (ChildProcess process = shell("trap 'exit 5' TERM; echo up; while :; do read x; done")) {
      process.awaitLine("up", LIMIT);
      process.terminate();
      assertThat(process.awaitExit(LIMIT)).isEqualTo(5);
    }
    try (ChildProcess process = shell("echo up; while :; do :; done")) {
      process.awaitLine("up", LIMIT);
      process.kill();
      assertThat(process.awaitExit(LIMIT)).isEqualTo(128 + 9);
    }
  }

  @Test
  void closingEndsAPausedProcessAndWhatAKilledOneLeft() throws IOException {
    ChildProcess paused = shell("echo up; cat /dev/zero >/dev/null & echo child $!; wait");
    long child = Long.parseLong(paused.awaitLine("child", LIMIT).split(" ")[1]);
    paused.pause();
    paused.close();
    assertEnded(paused.pid());
    assertEnded(child);

    ChildProcess killed = shell("cat /dev/zero >/dev/null & echo child $!; wait");
    long orphan = Long.parseLong(killed.awaitLine("child", LIMIT).split(" ")[1]);
    killed.kill();
    assertThat(killed.awaitExit(LIMIT)).isEqualTo(128 + 9);
    assertThat(ProcessHandle.of(orphan)).isPresent();
    killed.close();
    assertEnded(orphan);
  }

  @RepeatedTest(20)
  void aKilledProcessMayEndWhileItIsClosed() throws IOException {
    ChildProcess killed = shell("echo up; while :; do :; done");
    killed.awaitLine("up", LIMIT);

    killed.kill();
    killed.close();

    assertEnded(killed.pid());
  }

  private static void assertEnded(long pid) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), is -> !is);
  }

  private static ChildProcess shell(String script) throws IOException {
    return ChildProcess.start(new ProcessBuilder("bash", "-c", script));
  }
}
