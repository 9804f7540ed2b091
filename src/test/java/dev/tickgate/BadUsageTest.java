package dev.tickgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The mistakes in the options of every command. */
class BadUsageTest extends MainCase {
  private static final List<String> NESTED = List.of("notify", "outbox", "journal");

  /** The commands that the help of a command lists, each with the words before it. */
  private Stream<List<String>> below(List<String> command) {
    List<String> help = new ArrayList<>(command);
    help.add("--help");
    out.getBuffer().setLength(0);
    assertThat(run(MainCase::mustNotStart, help.toArray(String[]::new))).isZero();
    return out.toString()
        .lines()
        .dropWhile(line -> !line.startsWith("Commands:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .filter(line -> line.matches("  \\S.*"))
        .map(
            line -> {
              List<String> words = new ArrayList<>(command);
              words.add(line.strip().split("\\s+", 2)[0]);
              return words;
            });
  }

  private List<List<String>> commands() {
    List<List<String>> all = new ArrayList<>(List.of(List.of()));
    for (List<String> command : below(List.of()).toList()) {
      all.add(command);
      all.addAll(below(command).toList());
    }
    assertThat(all).hasSize(14).contains(List.of("capacity"), List.of("journal", "new-epoch"));
    return all;
  }

  private int code(List<String> command, String... more) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of(more));
    err.getBuffer().setLength(0);
    return run(MainCase::mustNotStart, arguments.toArray(String[]::new));
  }

  @Test
  void anUnknownOptionIsNamedFirstAndIsBadUsageOfEveryCommand() {
    for (List<String> command : commands()) {
      int bad = command.equals(List.of("bench")) ? 2 : 1;

      assertThat(code(command, "--no-such-option")).as("%s", command).isEqualTo(bad);
      assertThat(err.toString())
          .as("%s", command)
          .startsWith("Unknown option: '--no-such-option'")
          .contains("Try: " + String.join(" ", "tickgate", String.join(" ", command)).strip());
    }
  }

  @Test
  void aCommandOfSeveralNeedsOneOfThem() {
    for (String command : NESTED) {
      assertThat(code(List.of(command))).as(command).isEqualTo(1);
      assertThat(err.toString()).as(command).startsWith("Missing required subcommand");
    }
  }

  @Test
  void aMisspeltOptionIsToldBeforeThoseThatAreMissing() {
    assertThat(code(List.of("capacity"), "--clientz", "5")).isEqualTo(1);
    assertThat(err.toString()).startsWith("Unknown option");
    assertThat(err.toString().lines().findFirst().orElseThrow())
        .contains("--clientz")
        .doesNotContain("Missing");
  }

  @Test
  void aNegativeNumberIsBadUsage() {
    assertThat(
            code(
                List.of("capacity"),
                "--clients",
                "-5",
                "--topics",
                "1",
                "--rate",
                "1",
                "--bytes",
                "100"))
        .isEqualTo(1);
    assertThat(err.toString()).startsWith("--clients must be at least 1");
  }
}
