package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.chaos.ChaosRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Under faults every client gets every committed row once, in one order. {@code -Dchaos.seed=}
 * repeats a schedule, {@code -Pchaos} runs many: a seed that fails does not keep the others. {@code
 * -Dchaos.skip=} leaves out the first ones of a run that was cut short.
 */
class ChaosIT {
  // Every kind of fault, once: ScheduleTest.
  static final List<Long> EVERY_BUILD = List.of(33L, 19_547L);

  private static final int SEEDS = Integer.getInteger("chaos.seeds", EVERY_BUILD.size());
  private static final int SKIP = Integer.getInteger("chaos.skip", 0);
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 25);
  private static final Path DIRECTORY = Path.of("target", "chaos");
  private static final Tally TALLY = new Tally();

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostAndNothingComesTwice(long seed) throws Exception {
    Path own = Files.createTempDirectory(Files.createDirectories(DIRECTORY), "seed-" + seed + "-");

    Result result = run(seed, own);

    Files.writeString(own.resolve("report.txt"), result.report());
    System.out.println(TALLY.add(seed, result));
    assertThat(result.holds()).as("%s%nlogs in %s", result.report(), own).isTrue();
  }

  private static Result run(long seed, Path own) throws Exception {
    try {
      return new ChaosRun(seed, Duration.ofSeconds(SECONDS)).run(own);
    } catch (Exception | AssertionError e) {
      System.out.println(TALLY.add(seed, e));
      throw e;
    }
  }

  @AfterAll
  static void sum() throws Exception {
    System.out.println(TALLY);
    Files.writeString(DIRECTORY.resolve("summary.txt"), TALLY + System.lineSeparator());
  }

  static LongStream seeds() {
    Long seed = Long.getLong("chaos.seed");
    return seed != null ? LongStream.of(seed) : seeds(SEEDS).skip(SKIP);
  }

  static LongStream seeds(int count) {
    LongStream others =
        LongStream.iterate(1, seed -> seed + 1).filter(seed -> !EVERY_BUILD.contains(seed));
    LongStream first = EVERY_BUILD.stream().mapToLong(seed -> seed);
    return LongStream.concat(first, others).limit(count);
  }
}
