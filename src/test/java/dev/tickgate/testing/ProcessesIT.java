package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessesIT {
  private static final Duration LIMIT = AwaitLimit.LIMIT;

  @Test
  void aJvmRunsWithTheVariablesAndArgumentsOfTheTest() {
    Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Dgiven=by-the-test");
    try (ChildProcess jvm =
        Processes.java(environment, List.of("-XshowSettings:properties", "-version"))) {
      assertThat(jvm.awaitExit(LIMIT)).isZero();
      jvm.awaitLine("given = by-the-test", LIMIT);
    }
  }

  @Test
  void thePackagedProductStartsWithTheClassesOfEarlierStarts() {
    List<String> arguments = Processes.product(List.of("-Xlog:class+load"), List.of("--version"));
    try (ChildProcess tickgate = Processes.java(Map.of(), arguments)) {
      assertThat(tickgate.awaitExit(LIMIT)).isZero();
      assertThat(tickgate.lines())
          .anyMatch(line -> line.contains("dev.tickgate.Main source: shared objects file (top)"));
    }
  }

  @Test
  void thePackagedProductRuns() {
    try (ChildProcess tickgate = Processes.tickgate(Map.of(), "--version")) {
      assertThat(tickgate.awaitExit(LIMIT)).isZero();
      assertThat(tickgate.lines()).isNotEmpty();
    }
  }
}
