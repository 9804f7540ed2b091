package dev.tickgate.chaos;

import dev.tickgate.chaos.Faults.Happened;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One run of a schedule against a site of its own. */
final class ChaosRun {
  private static final int CLIENTS = 32;
  private static final int[] HISTORIES = {100, 1_000, 10_000};
  private static final long AFTER_FAULT = 4_000;

  private final long seed;
  private final Duration length;

  ChaosRun(long seed, Duration length) {
    this.seed = seed;
    this.length = length;
  }

  /**
   * What came of it: the verdict of each stream, and a report for the reader.
   *
   * @param longest milliseconds that a client was without a tick
   */
  record Result(List<Verdict> verdicts, int faults, long longest, String report) {
    boolean holds() {
      return verdicts.stream().allMatch(Verdict::holds);
    }
  }

  Result run(Path directory) throws Exception {
    Random random = new Random(seed);
    int history = HISTORIES[random.nextInt(HISTORIES.length)];
    Vertx vertx = Vertx.vertx();
    try (Site site = Site.open(directory, vertx, history)) {
      Schedule schedule = Schedule.of(seed, length, site.canCut());
      Files.writeString(
          directory.resolve("schedule.txt"), schedule + "\n  history " + history + "\n");
      return run(site, schedule, random, vertx);
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private Result run(Site site, Schedule schedule, Random random, Vertx vertx) throws Exception {
    long start = System.nanoTime();
    LongSupplier clock = () -> (System.nanoTime() - start) / 1_000_000;
    try (Traffic traffic = Traffic.start(site, CLIENTS, random, clock, vertx)) {
      List<Happened> happened;
      try (Faults faults = new Faults(site, traffic.writers(), clock)) {
        faults.start(schedule);
        happened = faults.await();
      }
      String settled = traffic.settle();
      return judge(traffic, happened, settled);
    }
  }

  private Result judge(Traffic traffic, List<Happened> happened, String settled)
      throws SQLException {
    Map<Stream, Verdict> verdicts = traffic.judge();
    List<Recording> all = traffic.recordings();
    StringBuilder report = new StringBuilder("chaos seed " + seed + ": " + settled);
    verdicts.forEach((stream, verdict) -> report.append("\n" + stream.table() + ": " + verdict));
    long stopped = traffic.stopped();
    report.append("\nwithout a tick: ").append(Service.text(Service.gaps(all, 0, stopped)));
    report.append("\nlongest: ").append(Service.longest(all));
    for (Happened fault : happened) {
      long to = Math.min(stopped, fault.at() + fault.fault().length().toMillis() + AFTER_FAULT);
      report.append("\n  %s: %s".formatted(fault, Service.text(Service.gaps(all, fault.at(), to))));
    }
    List<Long> gaps = Service.gaps(all, 0, stopped);
    return new Result(
        List.copyOf(verdicts.values()),
        happened.size(),
        gaps.get(gaps.size() - 1),
        report.toString());
  }
}
