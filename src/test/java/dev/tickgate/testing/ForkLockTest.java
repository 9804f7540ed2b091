package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ForkLockTest {
  private static final String NAME = "fork-lock-test";
  private static final String TRY =
      """
      import fcntl, sys
      with open(sys.argv[1], 'w') as file:
          try:
              fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
              print('free')
          except BlockingIOError:
              print('taken')
      """;

  @Test
  void noOtherProcessHasTheLockWhileTheWorkIsDone() throws IOException {
    assertThat(ForkLock.holding(NAME, ForkLockTest::asAnotherProcessSeesIt)).isEqualTo("taken");
    assertThat(asAnotherProcessSeesIt()).isEqualTo("free");
  }

  @Test
  void workThatFailsGivesTheLockBack() throws IOException {
    assertThatThrownBy(
            () ->
                ForkLock.holding(
                    NAME,
                    () -> {
                      throw new IOException("no space");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no space");
    assertThat(asAnotherProcessSeesIt()).isEqualTo("free");
  }

  private static String asAnotherProcessSeesIt() throws IOException {
    ProcessBuilder python =
        new ProcessBuilder("python3", "-c", TRY, ForkLock.file(NAME).toString());
    try (ChildProcess process = ChildProcess.start(python)) {
      assertThat(process.awaitExit(AwaitLimit.LIMIT)).as(process.tail()).isZero();
      return process.awaitLine("", AwaitLimit.LIMIT);
    }
  }
}
