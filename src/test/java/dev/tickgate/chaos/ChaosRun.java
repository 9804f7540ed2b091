package dev.tickgate.chaos;

import dev.tickgate.chaos.Fault.Kind;
import dev.tickgate.chaos.Faults.Happened;
import dev.tickgate.chaos.Note.Ticked;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One run of the schedules of some seeds, one after the other, against a site of its own. */
final class ChaosRun {
  private static final int CLIENTS = 32;
  private static final int EVENT_CLIENTS = 14;
  private static final int[] HISTORIES = {100, 1_000, 10_000};
  private static final long AFTER_FAULT = 4_000;
  // TCP doubles the pause before it sends a lost packet again, from 0.2 s: after the longest of
  // these faults it is 6.4 s.
  private static final long AFTER_LOSSES = 8_000;
  // A lease is 3 s long, and a process of a busy machine needs some to connect.
  private static final Duration LEADER = Patience.ofSeconds(12);
  private static final Duration READERS = Patience.ofSeconds(20);

  private final List<Long> seeds;
  private final Duration length;

  ChaosRun(List<Long> seeds, Duration length) {
    this.seeds = seeds;
    this.length = length;
  }

  /**
   * The outcome: the verdict of each stream, and a report for the reader.
   *
   * @param kinds of the faults that happened
   * @param leftOut kinds that cannot happen on this machine
   * @param longest milliseconds that a client that reads without a pause was without a tick
   */
  record Result(
      List<Verdict> verdicts, List<Kind> kinds, List<Kind> leftOut, long longest, String report) {
    boolean holds() {
      return verdicts.stream().allMatch(Verdict::holds);
    }
  }

  Result run(Path directory) throws Exception {
    Random random = new Random(seeds.get(0));
    int history = HISTORIES[random.nextInt(HISTORIES.length)];
    Vertx vertx = Vertx.vertx();
    try (Site site = Site.open(directory, vertx, history)) {
      List<Schedule> schedules =
          seeds.stream().map(seed -> Schedule.of(seed, length, site::can)).toList();
      Files.writeString(
          directory.resolve("schedule.txt"), schedules + "\n  history " + history + "\n");
      return run(site, schedules, random, vertx);
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  private Result run(Site site, List<Schedule> schedules, Random random, Vertx vertx)
      throws Exception {
    long start = System.nanoTime();
    LongSupplier clock = () -> (System.nanoTime() - start) / 1_000_000;
    try (Traffic traffic = Traffic.start(site, CLIENTS, random, clock, vertx);
        EventTraffic events =
            EventTraffic.start(site, EVENT_CLIENTS, new Random(random.nextLong()), clock, vertx);
        Watch watch = new Watch(site, clock)) {
      List<Happened> happened;
      try (Faults faults = new Faults(site, traffic.writers(), clock)) {
        for (Schedule schedule : schedules) {
          faults.start(schedule);
          faults.await();
          long over = clock.getAsLong();
          traffic.audience().awaitFlow(over, READERS.plusSeconds(1));
          events.audience().awaitFlow(over, READERS.plusSeconds(1));
        }
        happened = faults.happened();
      }
      String settled = traffic.settle() + "\nevents: " + events.settle();
      List<Kind> leftOut = Arrays.stream(Kind.values()).filter(kind -> !site.can(kind)).toList();
      return judge(traffic, events, watch, happened, leftOut, settled);
    }
  }

  private Result judge(
      Traffic traffic,
      EventTraffic events,
      Watch watch,
      List<Happened> happened,
      List<Kind> leftOut,
      String settled)
      throws SQLException {
    long stopped = traffic.stopped();
    List<Span> spans = happened.stream().map(Happened::span).toList();
    Map<Channel, Verdict> verdicts = new LinkedHashMap<>();
    traffic
        .judge(narrow(happened))
        .forEach(
            (stream, verdict) ->
                verdicts.put(
                    stream, verdict.and(late(stream, traffic.audience(), watch, spans, stopped))));
    events
        .judge()
        .forEach(
            (topic, verdict) ->
                verdicts.put(
                    topic, verdict.and(late(topic, events.audience(), watch, spans, stopped))));
    // One that pauses by itself does not notice that nothing comes.
    List<Recording> readers = traffic.recordings().stream().filter(of -> !of.slow()).toList();
    StringBuilder report = new StringBuilder("chaos seeds " + Seeds.text(seeds) + ": " + settled);
    verdicts.forEach((channel, verdict) -> report.append("\n" + channel.label() + ": " + verdict));
    report.append("\nwithout a tick: ").append(Service.text(Service.gaps(readers, 0, stopped)));
    report.append("\nlongest: ").append(Service.longest(readers));
    for (Happened fault : happened) {
      long to = Math.min(stopped, fault.span().to() + AFTER_FAULT);
      List<Long> gaps = Service.gaps(readers, fault.span().from(), to);
      report.append("\n  %s: %s".formatted(fault, Service.text(gaps)));
    }
    List<Long> gaps = Service.gaps(readers, 0, stopped);
    return new Result(
        List.copyOf(verdicts.values()),
        happened.stream().map(happening -> happening.fault().kind()).toList(),
        leftOut,
        gaps.get(gaps.size() - 1),
        report.toString());
  }

  /** When links carried less than the streams need. */
  private static List<Span> narrow(List<Happened> happened) {
    return happened.stream()
        .filter(fault -> fault.fault().kind() == Kind.SLOW_GATEWAY)
        .map(fault -> new Span(fault.span().from(), fault.span().to() + AFTER_LOSSES))
        .toList();
  }

  private static List<String> late(
      Channel channel, Audience audience, Watch watch, List<Span> faults, long end) {
    List<String> late =
        new ArrayList<>(
            new Promptness(LEADER.toMillis())
                .check("leader", Map.of(channel.label(), watch.grown(channel)), faults, end));
    Map<String, List<Long>> ticks = new HashMap<>();
    for (Recording reader : audience.readers(channel)) {
      List<Long> at =
          reader.notes().stream().filter(Ticked.class::isInstance).map(Note::at).toList();
      ticks.put(reader.client(), at);
    }
    late.addAll(new Promptness(READERS.toMillis()).check("tick", ticks, faults, end));
    return late;
  }
}
