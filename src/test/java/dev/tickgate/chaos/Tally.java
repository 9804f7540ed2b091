package dev.tickgate.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What came of many runs: a line each, and their sum. */
final class Tally {
  private final List<Run> runs = new ArrayList<>();

  /** One seed's outcome; {@code broken} says what kept the run from its end, or is null. */
  private record Run(long seed, ChaosRun.Result result, Throwable broken) {
    boolean holds() {
      return broken == null && result.holds();
    }

    List<Verdict> verdicts() {
      return broken == null ? result.verdicts() : List.of();
    }

    long longest() {
      return broken == null ? result.longest() : 0;
    }

    @Override
    public String toString() {
      return broken == null
          ? "chaos seed %d: %s, %d faults, %s"
              .formatted(seed, holds() ? "kept" : "BROKEN", result.faults(), sum(List.of(this)))
          : "chaos seed %d: did not end: %s"
              .formatted(seed, String.valueOf(broken).lines().findFirst().orElse(""));
    }
  }

  /** Adds one, and tells it. */
  String add(long seed, ChaosRun.Result result) {
    runs.add(new Run(seed, result, null));
    return last();
  }

  /** Adds one that was kept from its end. */
  String add(long seed, Throwable broken) {
    runs.add(new Run(seed, null, broken));
    return last();
  }

  private String last() {
    return runs.get(runs.size() - 1).toString();
  }

  private static String sum(List<Run> runs) {
    List<Verdict> verdicts = runs.stream().flatMap(run -> run.verdicts().stream()).toList();
    return ("%d received, %d breaks, %d differences (%d missing, %d repeated or reordered, %d"
            + " recovered:false), longest without a tick %d ms")
        .formatted(
            verdicts.stream().mapToLong(Verdict::received).sum(),
            verdicts.stream().mapToLong(Verdict::breaks).sum(),
            verdicts.stream().mapToLong(verdict -> verdict.differences().size()).sum(),
            verdicts.stream().mapToLong(Verdict::missing).sum(),
            verdicts.stream().mapToLong(Verdict::repeated).sum(),
            verdicts.stream().mapToLong(Verdict::lostContinuity).sum(),
            runs.stream().mapToLong(Run::longest).max().orElse(0));
  }

  @Override
  public String toString() {
    String failed =
        runs.stream()
            .filter(run -> !run.holds())
            .map(run -> Long.toString(run.seed()))
            .collect(Collectors.joining(", "));
    return "chaos: %d seeds, %s; failed: %s"
        .formatted(runs.size(), sum(runs), failed.isEmpty() ? "none" : failed);
  }
}
