package dev.tickgate.chaos;

import dev.tickgate.chaos.Client.Way;
import dev.tickgate.chaos.Faults.Happened;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One run of a schedule against a site of its own. */
final class ChaosRun {
  private static final int CLIENTS = 30;
  private static final int WRITERS = 3;
  private static final int[] HISTORIES = {100, 1_000, 10_000};
  private static final Duration PAUSE = Duration.ofMillis(60);
  private static final Duration SETTLED = Duration.ofSeconds(45);
  // Keys begin in the past: the writers' numbers run faster than the clock in a burst.
  private static final Duration BEFORE = Duration.ofMinutes(5);
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
    Instant keys = Instant.ofEpochMilli(System.currentTimeMillis()).minus(BEFORE);
    Map<Stream, Writer> writers = new LinkedHashMap<>();
    for (Stream stream : Site.STREAMS) {
      Writer writer = new Writer(site.jdbcUrl(), stream, keys, PAUSE);
      writers.put(stream, writer);
      writer.start(WRITERS, random);
    }
    List<Client> clients = clients(site, random, clock, vertx);
    List<Happened> happened;
    try (Faults faults = new Faults(site, writers, clock)) {
      faults.start(schedule);
      happened = faults.await();
    }
    long stopped = clock.getAsLong();
    for (Writer writer : writers.values()) {
      writer.stop();
    }
    clients.forEach(Client::calm);
    String settled = settle(site, clients);
    Result result = judge(site, writers, clients, happened, stopped, settled);
    clients.forEach(Client::close);
    return result;
  }

  private static List<Client> clients(Site site, Random random, LongSupplier clock, Vertx vertx) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Way way = Way.values()[i % Way.values().length];
      List<Stream> streams = new ArrayList<>(Site.STREAMS);
      if (i / Way.values().length % 2 == 1) {
        Collections.reverse(streams);
      }
      Client client =
          new Client(
              way + "-" + i,
              way,
              streams,
              site.gatewayAddresses(),
              new Random(random.nextLong()),
              clock,
              vertx);
      clients.add(client);
      client.start();
    }
    return clients;
  }

  /** Waits until everybody has everything. */
  private static String settle(Site site, List<Client> clients) throws SQLException {
    long from = System.nanoTime();
    try {
      Awaitility.await()
          .atMost(SETTLED)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> everybodyHasEverything(site, clients));
      return "settled after %d ms".formatted((System.nanoTime() - from) / 1_000_000);
    } catch (ConditionTimeoutException e) {
      return "did not settle within " + SETTLED + ": " + behind(site, clients);
    }
  }

  private static List<String> behind(Site site, List<Client> clients) throws SQLException {
    List<String> behind = new ArrayList<>();
    for (Stream stream : Site.STREAMS) {
      long head = site.head(stream);
      behind.add("%s of %d rows %d".formatted(stream.symbol(), site.rows(stream), head));
      clients.stream()
          .filter(client -> client.hears(stream) && client.reached(stream) < head)
          .forEach(client -> behind.add(client + " " + client.reached(stream)));
    }
    return behind;
  }

  private static boolean everybodyHasEverything(Site site, List<Client> clients)
      throws SQLException {
    for (Stream stream : Site.STREAMS) {
      long head = site.head(stream);
      if (head < site.rows(stream)
          || clients.stream().anyMatch(c -> c.hears(stream) && c.reached(stream) < head)) {
        return false;
      }
    }
    return true;
  }

  private Result judge(
      Site site,
      Map<Stream, Writer> writers,
      List<Client> clients,
      List<Happened> happened,
      long stopped,
      String settled)
      throws SQLException {
    List<Verdict> verdicts = new ArrayList<>();
    List<Recording> all = new ArrayList<>();
    StringBuilder report = new StringBuilder("chaos seed " + seed + ": " + settled);
    for (Stream stream : Site.STREAMS) {
      List<Recording> recordings =
          clients.stream().filter(c -> c.hears(stream)).map(c -> c.recording(stream)).toList();
      all.addAll(recordings);
      Truth truth = site.truth(stream, writers.get(stream));
      Verdict verdict = Checker.check(truth, recordings);
      verdicts.add(verdict);
      report.append("\n%s: rows=%d %s".formatted(stream.table(), truth.journal().size(), verdict));
    }
    report.append("\nwithout a tick: ").append(Service.text(Service.gaps(all, 0, stopped)));
    report.append("\nlongest: ").append(Service.longest(all));
    for (Happened fault : happened) {
      long to = Math.min(stopped, fault.at() + fault.fault().length().toMillis() + AFTER_FAULT);
      report.append("\n  %s: %s".formatted(fault, Service.text(Service.gaps(all, fault.at(), to))));
    }
    List<Long> gaps = Service.gaps(all, 0, stopped);
    return new Result(verdicts, happened.size(), gaps.get(gaps.size() - 1), report.toString());
  }
}
