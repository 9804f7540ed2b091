package dev.tickgate.chaos;

import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;

/** Applications that publish by the outbox and over HTTP, and the clients of their topics. */
final class EventTraffic implements AutoCloseable {
  private static final int WRITERS = 2;
  private static final int PUBLISHERS = 2;
  private static final Duration PAUSE = Duration.ofMillis(80);
  private static final Duration INSTALLED = Patience.ofSeconds(30);
  private static final List<EventTopic> TOPICS = List.of(EventTopic.values());

  private final Site site;
  private final OutboxWriter outbox;
  private final Map<EventTopic, HttpPublisher> publishers = new EnumMap<>(EventTopic.class);
  private final Map<EventTopic, Answers> answers = new EnumMap<>(EventTopic.class);
  private final Audience audience;

  private EventTraffic(Site site, Audience audience) {
    this.site = site;
    this.audience = audience;
    this.outbox = new OutboxWriter(site.database().sql().url(), site.ledgers(), PAUSE);
    for (EventTopic topic : TOPICS) {
      answers.put(topic, new Answers());
      publishers.put(
          topic,
          new HttpPublisher(
              topic,
              site.ledgers().get(topic),
              answers.get(topic),
              site.gatewayAddresses(),
              PAUSE));
    }
  }

  /**
   * Starts the writers, and this number of clients, spread over the transports with several topics.
   */
  static EventTraffic start(
      Site site, int clients, Random random, LongSupplier clock, Vertx vertx) {
    awaitOutbox(site);
    EventTraffic traffic =
        new EventTraffic(
            site, new Audience(site, TOPICS, clients(site, clients, random, clock, vertx)));
    Stalls stalls = new Stalls(clock);
    traffic.outbox.start(WRITERS, random);
    traffic.publishers.values().forEach(publisher -> publisher.start(PUBLISHERS, random));
    traffic.audience.clients().forEach(client -> client.start(stalls));
    return traffic;
  }

  // The first leader creates it.
  private static void awaitOutbox(Site site) {
    Awaitility.await()
        .atMost(INSTALLED)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(
            () -> {
              site.database().sql().execute("select from tickgate.outbox");
              return true;
            });
  }

  private static List<Client> clients(
      Site site, int count, Random random, LongSupplier clock, Vertx vertx) {
    List<Way> ways = Arrays.stream(Way.values()).filter(way -> way != Way.STREAM).toList();
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Way way = ways.get(i % ways.size());
      List<EventTopic> topics = new ArrayList<>(TOPICS);
      if (i / ways.size() % 2 == 1) {
        Collections.reverse(topics);
      }
      clients.add(
          new Client(
              "EVENTS-" + way + "-" + i,
              way,
              topics,
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

  /** Ends the writing and waits until every client has everything; says how that went. */
  String settle() throws SQLException, InterruptedException {
    publishers.values().forEach(HttpPublisher::finish);
    outbox.stop();
    for (HttpPublisher publisher : publishers.values()) {
      publisher.join();
    }
    return "%s, %s, at least %d connections closed as slow"
        .formatted(audience.settle(), answers, audience.closedAsSlow());
  }

  /** The findings of the checker for each topic, once settled. */
  Map<EventTopic, Verdict> judge() throws SQLException {
    Map<EventTopic, Verdict> verdicts = new EnumMap<>(EventTopic.class);
    for (EventTopic topic : TOPICS) {
      EventLedger ledger = site.ledgers().get(topic);
      Truth truth =
          site.archive(topic)
              .truth(site.database().sql(), ledger.acknowledged(), ledger.abandoned());
      List<String> differences = new ArrayList<>(answers.get(topic).differences(truth));
      for (String waiting : ledger.waiting(site.database().sql())) {
        differences.add("outbox: %s is still there".formatted(waiting));
      }
      verdicts.put(
          topic,
          Checker.check(truth, everything(audience.recordings(topic)), List.of()).and(differences));
    }
    return verdicts;
  }

  /** The gateway must not skip events for slow clients either. */
  private static List<Recording> everything(List<Recording> recordings) {
    return recordings.stream()
        .map(recording -> new Recording(recording.client(), recording.notes()))
        .toList();
  }

  @Override
  public void close() {
    publishers.values().forEach(HttpPublisher::abandon);
    try {
      outbox.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    audience.clients().forEach(Client::close);
  }
}
