package dev.tickgate.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcomes of many runs: a line each, and their sum. Safe for use by several threads. */
final class Tally {
  private final List<Run> runs = new ArrayList<>();

  /**
   * The outcome of seeds on one site; {@code broken} says what kept the run from its end, or is
   * null.
   */
  private record Run(List<Long> seeds, ChaosRun.Result result, Throwable broken, Path directory) {
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
      if (broken != null) {
        return "chaos seed %s: did not end: %s in %s"
            .formatted(Seeds.text(seeds), causes(), directory);
      }
      String line =
          "chaos seed %s: %s, %s, %s"
              .formatted(
                  Seeds.text(seeds),
                  holds() ? "kept" : "BROKEN",
                  result.kinds(),
                  sum(List.of(this)));
      return holds() ? line : line + differences() + "\n  in " + directory;
    }

    private String differences() {
      return verdicts().stream()
          .flatMap(verdict -> verdict.differences().stream().limit(3))
          .collect(Collectors.joining("\n    ", "\n    ", ""));
    }

    private String causes() {
      return Stream.iterate(broken, Objects::nonNull, Throwable::getCause)
          .map(cause -> cause.toString().lines().findFirst().orElse(""))
          .collect(Collectors.joining(" < "));
    }
  }

  /** Adds a run, and returns its line. */
  synchronized String add(List<Long> seeds, ChaosRun.Result result, Path directory) {
    return add(new Run(seeds, result, null, directory));
  }

  /** Adds a run that was kept from its end, and returns its line. */
  synchronized String add(List<Long> seeds, Throwable broken, Path directory) {
    return add(new Run(seeds, null, broken, directory));
  }

  private String add(Run run) {
    runs.add(run);
    return run.toString();
  }

  private static String sum(List<Run> runs) {
    List<Verdict> verdicts = runs.stream().flatMap(run -> run.verdicts().stream()).toList();
    return ("%d received, %d breaks, %d differences (%d missing, %d repeated or reordered),"
            + " %d recovered:false, longest without a tick %d ms")
        .formatted(
            verdicts.stream().mapToLong(Verdict::received).sum(),
            verdicts.stream().mapToLong(Verdict::breaks).sum(),
            verdicts.stream().mapToLong(verdict -> verdict.differences().size()).sum(),
            verdicts.stream().mapToLong(Verdict::missing).sum(),
            verdicts.stream().mapToLong(Verdict::repeated).sum(),
            verdicts.stream().mapToLong(Verdict::lostContinuity).sum(),
            runs.stream().mapToLong(Run::longest).max().orElse(0));
  }

  /** The seeds whose promises were not kept, or whose runs did not end. */
  synchronized List<Long> failed() {
    return runs.stream()
        .filter(run -> !run.holds())
        .flatMap(run -> run.seeds().stream())
        .sorted()
        .toList();
  }

  private Map<Fault.Kind, Long> kinds() {
    return runs.stream()
        .filter(run -> run.broken() == null)
        .flatMap(run -> run.result().kinds().stream())
        .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
  }

  private Set<Fault.Kind> leftOut() {
    return runs.stream()
        .filter(run -> run.broken() == null)
        .flatMap(run -> run.result().leftOut().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public synchronized String toString() {
    int seeds = runs.stream().mapToInt(run -> run.seeds().size()).sum();
    return "chaos: %d seeds, %d kept, %s; failed: %s; faults: %s"
        .formatted(seeds, seeds - failed().size(), sum(runs), failed(), kinds());
  }
}
