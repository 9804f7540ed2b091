package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramsTest {
  @Test
  void whatNobodyCanProvideFailsAndSaysWhatToInstall() {
    assertThatThrownBy(
            () -> Programs.first("Install it.", List.of(Optional::empty, Optional::empty)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Install it.");
  }

  @Test
  void anInstalledProgramIsTakenAndNothingIsInstalled() {
    Path program =
        Programs.first(
            "",
            List.of(
                () -> Programs.installed("no-such-program", "sh"),
                () -> {
                  throw new AssertionError("asked although the first had one");
                }));
    assertThat(program).isExecutable().hasFileName("sh");
  }

  @Test
  void aVariableThatNamesNothingFailsInsteadOfTakingAnother() {
    assertThatThrownBy(() -> Programs.named("BROWSER", "/no/such/browser"))
        .hasMessage("BROWSER names no program that can be run: /no/such/browser");
    assertThat(Programs.named("BROWSER", null)).isEmpty();
    assertThat(Programs.named("BROWSER", "")).isEmpty();
  }

  @Test
  void aCommandThatFailsTellsWhatItSaid() {
    assertThatThrownBy(() -> Programs.run("sh", "-c", "echo no network; exit 7"))
        .hasMessageContaining("ended with 7")
        .hasMessageContaining("no network");
  }
}
