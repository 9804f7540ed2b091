package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.ChaosRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Under faults every client gets every committed row once, in one order. {@code -Dchaos.seed=}
 * repeats a schedule, {@code -Pchaos} runs many.
 */
class ChaosIT {
  private static final int SEEDS = Integer.getInteger("chaos.seeds", 2);
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 25);

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostAndNothingComesTwice(long seed) throws Exception {
    Path directory = Files.createDirectories(Path.of("target", "chaos"));
    Path own = Files.createTempDirectory(directory, "seed-" + seed + "-");

    Result result = new ChaosRun(seed, Duration.ofSeconds(SECONDS)).run(own);

    System.out.println(result.report());
    assertThat(result.holds()).as("%s%nlogs in %s", result.report(), own).isTrue();
  }

  static LongStream seeds() {
    Long seed = Long.getLong("chaos.seed");
    return seed != null ? LongStream.of(seed) : LongStream.rangeClosed(1, SEEDS);
  }
}
