package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.LeadershipMetrics;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.DatabaseFixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The feed of events under test, with the outbox of a database of its own, and what was heard. */
final class OutboxFixture implements AutoCloseable {
  static final String FEED = "events";
  static final TopicRoutes ROUTES =
      new TopicRoutes(
          List.of(
              route("events.*", FEED, true),
              route("user.*", FEED, true),
              route("ticks.*", "usd_jpy", false),
              route("other.*", "other", true)));
  private static final FeedIdentity IDENTITY =
      new FeedIdentity(FEED, Optional.empty(), FEED, "tickgate.events");

  final DatabaseFixture database;
  final List<Publication> heard = Collections.synchronizedList(new ArrayList<>());
  private final Vertx vertx;
  private final Bus bus;
  private final Bus.Registration hearing;
  private final List<Running> started = new ArrayList<>();

  OutboxFixture(Vertx vertx) {
    this(vertx, DatabaseFixture.create(vertx));
  }

  /**
   * @param database closed with it
   */
  OutboxFixture(Vertx vertx, DatabaseFixture database) {
    this.vertx = vertx;
    this.database = database;
    this.bus = new Bus(vertx);
    this.hearing = await(bus.hearFeed(FEED, batch -> heard.addAll(batch.publications())));
  }

  private static TopicRoutes.Route route(String topics, String feed, boolean publishable) {
    TopicPolicy policy = new TopicPolicy(Delivery.EVERY, 100, Duration.ofHours(1));
    return new TopicRoutes.Route(new TopicFilter(topics), feed, policy, publishable);
  }

  /** A process that leads or stands by, and what it said. */
  static final class Running implements OutboxMetrics {
    final AtomicLong term = new AtomicLong();
    final AtomicInteger published = new AtomicInteger();
    final AtomicLong waiting = new AtomicLong(-1);
    final Map<OutboxRejection, Integer> rejected = new ConcurrentHashMap<>();
    volatile boolean up;
    FeedDatabases databases;
    String deployment;

    boolean leads() {
      return term.get() > 0;
    }

    @Override
    public void published(int rows) {
      published.addAndGet(rows);
    }

    @Override
    public void rejected(OutboxRejection reason) {
      rejected.merge(reason, 1, Integer::sum);
    }

    @Override
    public void up(boolean is) {
      up = is;
    }

    @Override
    public void waiting(long rows) {
      waiting.set(rows);
    }
  }

  Running start(String owner) {
    return start(owner, database.options(), true);
  }

  /**
   * @param source where the outbox is
   * @param ours whether it may be created there
   */
  Running start(String owner, PgConnectOptions source, boolean ours) {
    return start(owner, source, ours, Duration.ofMillis(50));
  }

  Running start(String owner, PgConnectOptions source, boolean ours, Duration poll) {
    Running running = new Running();
    running.databases =
        FeedDatabases.open(
            DatabaseFixture.open(vertx, source), DatabaseFixture.open(vertx, database.options()));
    LeaderVerticle verticle =
        new LeaderVerticle(
            IDENTITY,
            FeedFixture.QUICK,
            running.databases.leadership(),
            bus,
            FeedFixture.owner(owner),
            new Metrics(running),
            on ->
                new OutboxSources(
                    on,
                    new OutboxTable(running.databases.source(), ours),
                    running.databases.listen(),
                    FEED,
                    ROUTES,
                    PayloadRules.NONE,
                    poll,
                    running,
                    System::nanoTime));
    running.deployment = await(vertx.deployVerticle(verticle));
    started.add(running);
    return running;
  }

  private record Metrics(Running running) implements LeadershipMetrics {
    @Override
    public void leading(long number) {
      running.term.set(number);
    }

    @Override
    public void standby() {
      running.term.set(0);
    }
  }

  /** A leader that reads the outbox. */
  Running startReading(String owner) {
    Running running = start(owner);
    await().until(() -> running.up);
    return running;
  }

  void stop(Running running) {
    await(vertx.undeploy(running.deployment));
  }

  /** As if its process were gone: its connections end, its lease does not. */
  void kill(Running running) {
    await(running.databases.close());
  }

  /** Keeps no more publications. */
  void hearNothing() {
    await(hearing.cancel());
  }

  /** How clients are told that the feed fares. */
  FeedState state() {
    return await(bus.check(new CheckRequest(FEED, 0, 0, 0), Duration.ofSeconds(5))).state();
  }

  void insert(String topic, String key, String payload) {
    database.run(
        "insert into tickgate.outbox (topic, key, payload) values ('%s', %s, '%s')"
            .formatted(topic, key == null ? "null" : "'" + key + "'", payload));
  }

  void insert(String topic, int n) {
    insert(topic, null, "{\"n\": " + n + "}");
  }

  /** Rows that are in the table, also those with an error. */
  long rows() {
    return database.run("select count(*) from tickgate.outbox").iterator().next().getLong(0);
  }

  List<Integer> numbers() {
    return List.copyOf(heard).stream()
        .map(one -> new JsonObject(text(one)).getInteger("n"))
        .toList();
  }

  static String text(Publication publication) {
    return new String(publication.json(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    for (Running running : started) {
      await(vertx.undeploy(running.deployment).otherwiseEmpty());
      await(running.databases.close().otherwiseEmpty());
    }
    await(hearing.cancel());
    database.close();
  }
}
