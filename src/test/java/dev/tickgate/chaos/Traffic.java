package dev.tickgate.chaos;

import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Who writes to a site and who listens to it, and whether the latter got what the former wrote. */
final class Traffic implements AutoCloseable {
  private static final int WRITERS = 3;
  private static final Duration PAUSE = Duration.ofMillis(60);
  private static final Duration SETTLED = Duration.ofSeconds(45);
  // Keys begin in the past: the writers' numbers run faster than the clock in a burst.
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private final Site site;
  private final LongSupplier clock;
  private final Map<Stream, Writer> writers = new LinkedHashMap<>();
  private final List<Client> clients = new ArrayList<>();
  // Those who go to any gateway, and notice less.
  private final List<Client> roaming;
  private final Stalls stalls;
  private long stopped;

  private Traffic(Site site, LongSupplier clock, List<Client> roaming, List<Client> resident) {
    this.site = site;
    this.clock = clock;
    this.roaming = roaming;
    this.stalls = new Stalls(clock);
    clients.addAll(roaming);
    clients.addAll(resident);
  }

  /**
   * Writers write, and so many clients hear them, of every way as many; and one at each gateway,
   * which knows no other.
   */
  static Traffic start(Site site, int clients, Random random, LongSupplier clock, Vertx vertx) {
    Traffic traffic =
        new Traffic(
            site,
            clock,
            roaming(site, clients, random, clock, vertx),
            resident(site, random, clock, vertx));
    Instant keys = Instant.ofEpochMilli(System.currentTimeMillis()).minus(BEFORE);
    for (Stream stream : Site.STREAMS) {
      Writer writer = new Writer(site.database().sql().url(), stream, keys, PAUSE);
      traffic.writers.put(stream, writer);
      writer.start(WRITERS, random);
    }
    traffic.clients.forEach(client -> client.start(traffic.stalls));
    return traffic;
  }

  private static List<Client> resident(Site site, Random random, LongSupplier clock, Vertx vertx) {
    return site.gatewayAddresses().stream()
        .map(
            gateway ->
                new Client(
                    "RESIDENT-" + gateway,
                    Way.STREAM,
                    Site.STREAMS,
                    List.of(gateway),
                    new Random(random.nextLong()),
                    clock,
                    vertx))
        .toList();
  }

  private static List<Client> roaming(
      Site site, int count, Random random, LongSupplier clock, Vertx vertx) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Way way = Way.values()[i % Way.values().length];
      List<Stream> streams = new ArrayList<>(Site.STREAMS);
      if (i / Way.values().length % 2 == 1) {
        Collections.reverse(streams);
      }
      clients.add(
          new Client(
              way + "-" + i,
              way,
              streams,
              site.gatewayAddresses(),
              new Random(random.nextLong()),
              clock,
              vertx));
    }
    return clients;
  }

  Map<Stream, Writer> writers() {
    return writers;
  }

  /** From now on clients leave only what is broken. */
  void calm() {
    clients.forEach(Client::calm);
  }

  /** When the writers stopped. */
  long stopped() {
    return stopped;
  }

  /** Whether each client that may roam has had a tick of each of its streams after that moment. */
  boolean flowsSince(long moment) {
    return recordings().stream().allMatch(recording -> Service.tickedSince(recording, moment));
  }

  /** The same, of those who stay at one gateway, too. */
  boolean flowsEverywhereSince(long moment) {
    return Site.STREAMS.stream()
        .flatMap(stream -> recordings(clients, stream).stream())
        .allMatch(recording -> Service.tickedSince(recording, moment));
  }

  /** What those who may roam noted. */
  List<Recording> recordings() {
    return Site.STREAMS.stream().flatMap(stream -> recordings(roaming, stream).stream()).toList();
  }

  private static List<Recording> recordings(List<Client> of, Stream stream) {
    return of.stream().filter(c -> c.hears(stream)).map(c -> c.recording(stream)).toList();
  }

  /** Ends the writing and waits until everybody has everything; says how that went. */
  String settle() throws SQLException, InterruptedException {
    stopped = clock.getAsLong();
    stopWriters();
    calm();
    long from = System.nanoTime();
    try {
      Awaitility.await()
          .atMost(SETTLED)
          .pollInterval(Duration.ofMillis(400))
          .until(this::everybodyHasEverything);
      return "settled after %d ms".formatted((System.nanoTime() - from) / 1_000_000);
    } catch (ConditionTimeoutException e) {
      return "did not settle within " + SETTLED + ": " + behind();
    }
  }

  private void stopWriters() throws InterruptedException {
    for (Writer writer : writers.values()) {
      writer.stop();
    }
  }

  private List<String> behind() throws SQLException {
    List<String> behind = new ArrayList<>();
    for (Stream stream : Site.STREAMS) {
      Archive archive = site.archive(stream);
      boolean complete = archive.isComplete(site.database().sql());
      behind.add(archive + (complete ? " has all rows" : " has not all rows"));
      behindOf(stream).forEach(client -> behind.add(client + " " + client.reached(stream)));
    }
    return behind;
  }

  private List<Client> behindOf(Stream stream) {
    return clients.stream()
        .filter(client -> client.hears(stream))
        .filter(client -> !site.archive(stream).isAt(client.reached(stream)))
        .toList();
  }

  private boolean everybodyHasEverything() {
    try {
      for (Stream stream : Site.STREAMS) {
        site.archive(stream).read(site.database().sql());
        if (!behindOf(stream).isEmpty()
            || !site.archive(stream).isComplete(site.database().sql())) {
          return false;
        }
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** The findings of the checker for each stream, once settled. */
  Map<Stream, Verdict> judge(List<Span> narrow) throws SQLException {
    List<Span> excused = new ArrayList<>(narrow);
    excused.addAll(stalls.spans());
    Map<Stream, Verdict> verdicts = new LinkedHashMap<>();
    for (Stream stream : Site.STREAMS) {
      Truth truth = site.archive(stream).truth(site.database().sql(), writers.get(stream));
      verdicts.put(stream, Checker.check(truth, recordings(clients, stream), excused));
    }
    return verdicts;
  }

  /** Returns when each client that reads has had a tick of each stream since then, or in vain. */
  void awaitFlow(long since, Duration limit) {
    try {
      Awaitility.await()
          .atMost(limit)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> clients.stream().filter(c -> !c.isSlow()).allMatch(c -> ticked(c, since)));
    } catch (ConditionTimeoutException e) {
      // The promptness of each is judged afterwards.
    }
  }

  private static boolean ticked(Client client, long since) {
    return Site.STREAMS.stream()
        .filter(client::hears)
        .allMatch(stream -> client.lastTick(stream) >= since);
  }

  /** The notes about one stream of all clients that read at once. */
  List<Recording> readers(Stream stream) {
    return recordings(clients.stream().filter(client -> !client.isSlow()).toList(), stream);
  }

  /** Whoever comes next finds nobody who writes, also if this was not {@link #settle settled}. */
  @Override
  public void close() {
    try {
      stopWriters();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.forEach(Client::close);
  }
}
