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

/** The writers and clients of a site, and the check that clients received all writes. */
final class Traffic implements AutoCloseable {
  private static final int WRITERS = 3;
  private static final Duration PAUSE = Duration.ofMillis(60);
  // Keys begin in the past: the writers' numbers run faster than the clock in a burst.
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private final Site site;
  private final LongSupplier clock;
  private final Map<Stream, Writer> writers = new LinkedHashMap<>();
  private final List<Client> clients = new ArrayList<>();
  // Those who go to any gateway, and notice less.
  private final List<Client> roaming;
  private final Audience audience;
  private final Stalls stalls;
  private long stopped;

  private Traffic(Site site, LongSupplier clock, List<Client> roaming, List<Client> resident) {
    this.site = site;
    this.clock = clock;
    this.roaming = roaming;
    this.stalls = new Stalls(clock);
    clients.addAll(roaming);
    clients.addAll(resident);
    this.audience = new Audience(site, Site.STREAMS, clients);
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

  Audience audience() {
    return audience;
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

  /** The recordings of clients that change gateways. */
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
    return audience.settle();
  }

  private void stopWriters() throws InterruptedException {
    for (Writer writer : writers.values()) {
      writer.stop();
    }
  }

  /** The findings of the checker for each stream, once settled. */
  Map<Stream, Verdict> judge(List<Span> narrow) throws SQLException {
    List<Span> excused = new ArrayList<>(narrow);
    excused.addAll(stalls.spans());
    Map<Stream, Verdict> verdicts = new LinkedHashMap<>();
    for (Stream stream : Site.STREAMS) {
      Writer writer = writers.get(stream);
      Truth truth =
          site.archive(stream)
              .truth(site.database().sql(), writer.acknowledged(), writer.abandoned());
      verdicts.put(stream, Checker.check(truth, audience.recordings(stream), excused));
    }
    return verdicts;
  }

  /** Stops all writers, also where the run was not {@link #settle settled}. */
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
