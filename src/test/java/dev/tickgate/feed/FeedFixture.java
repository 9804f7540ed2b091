package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.Owner;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.DatabaseFixture;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** One feed under test: its table, its pollers, and what was heard of it. */
public final class FeedFixture implements AutoCloseable {
  static final FeedSettings QUICK =
      new FeedSettings(Duration.ofMillis(900), Duration.ofHours(24), Duration.ofMinutes(1));
  private static final AtomicInteger NAMES = new AtomicInteger();

  final String table = "ticks_" + NAMES.incrementAndGet();
  final Topic topic = Topic.ofTicks("T" + table);
  final Vertx vertx;
  final Bus bus;
  final PgConnectOptions options;
  final List<Publication> heard = new CopyOnWriteArrayList<>();
  private final List<Runnable> opened = new ArrayList<>();
  private final Bus.Registration hearing;

  public FeedFixture(Vertx vertx, PgConnectOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.bus = new Bus(vertx);
    this.hearing = await(bus.hear(topic, heard::add));
  }

  Feed byTime(Duration poll) {
    return byTime(poll, Key.Time.DEFAULT_LOOKBACK);
  }

  Feed byTime(Duration poll, Duration lookback) {
    return new Feed(
        table,
        "T" + table,
        table,
        new Key.Time("time", lookback),
        new Feed.Columns("time", "bid", "ask"),
        poll);
  }

  public Feed bySerial(Duration poll, long lookback) {
    return new Feed(
        table,
        "T" + table,
        table,
        new Key.Serial("id", lookback),
        new Feed.Columns("at", "bid", "ask"),
        poll);
  }

  /** A running poller, and what it said. */
  static final class Running implements FeedMetrics {
    final AtomicLong term = new AtomicLong();
    final AtomicInteger published = new AtomicInteger();
    final AtomicInteger late = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger holes = new AtomicInteger();
    final List<DropReason> dropped = new CopyOnWriteArrayList<>();
    final AtomicInteger unpublishable = new AtomicInteger();
    final AtomicInteger leaderships = new AtomicInteger();
    final AtomicBoolean misconfigured = new AtomicBoolean();
    LeaderVerticle verticle;
    FeedDatabases databases;
    String deployment;

    boolean leads() {
      return term.get() > 0;
    }

    @Override
    public void published(int count) {
      published.addAndGet(count);
    }

    @Override
    public void dropped(DropReason reason, int count) {
      dropped.add(reason);
    }

    @Override
    public void pollFailed() {
      failures.incrementAndGet();
    }

    @Override
    public void late(int count) {
      late.addAndGet(count);
    }

    @Override
    public void misconfigured(boolean is) {
      misconfigured.set(is);
    }

    @Override
    public void unpublishable(int count) {
      unpublishable.addAndGet(count);
    }

    @Override
    public void journalHole() {
      holes.incrementAndGet();
    }

    @Override
    public void leading(long number) {
      leaderships.incrementAndGet();
      term.set(number);
    }

    @Override
    public void standby() {
      term.set(0);
    }
  }

  Running start(Feed feed, String owner) {
    return start(feed, owner, QUICK);
  }

  Running start(Feed feed, String owner, FeedSettings settings) {
    return start(feed, owner, settings, options, options);
  }

  Running start(
      Feed feed,
      String owner,
      FeedSettings settings,
      PgConnectOptions source,
      PgConnectOptions coordination) {
    return start(feed, owner(owner), settings, source, coordination);
  }

  Running start(
      Feed feed,
      Owner owner,
      FeedSettings settings,
      PgConnectOptions source,
      PgConnectOptions coordination) {
    return start(
        feed,
        owner,
        settings,
        FeedDatabases.open(
            DatabaseFixture.open(vertx, source), DatabaseFixture.open(vertx, coordination)));
  }

  /**
   * @param databases closed with this testbed
   */
  Running start(Feed feed, Owner owner, FeedSettings settings, FeedDatabases databases) {
    Running running = new Running();
    running.databases = databases;
    running.verticle =
        TableSources.verticle(feed, settings, running.databases, bus, owner, running);
    running.deployment = await(vertx.deployVerticle(running.verticle, new DeploymentOptions()));
    opened.add(() -> await(running.databases.close()));
    opened.add(() -> await(vertx.undeploy(running.deployment).otherwiseEmpty()));
    return running;
  }

  public static Owner owner(String name) {
    return new Owner(name, "of a test", member -> true);
  }

  /** Keeps no more publications. */
  void hearNothing() {
    await(hearing.cancel());
  }

  /** Before it, of the rows that are there only the newest of the window are published. */
  void awaitFirstLook(DatabaseFixture database) {
    String looked =
        "select from tickgate.feed where snapshot is not null and name = '" + table + "'";
    // The leader creates the schema.
    Awaitility.await().ignoreExceptions().until(() -> database.run(looked).size() == 1);
  }

  void stop(Running running) {
    await(vertx.undeploy(running.deployment));
  }

  /** As if its process were gone: its connections end, its lease does not. */
  void kill(Running running) {
    await(running.databases.close());
  }

  SyncReply sync(Optional<Position> have, int limit) {
    return await(bus.sync(new SyncRequest(table, topic, have, limit), Duration.ofSeconds(5)));
  }

  List<JsonObject> bodies() {
    return heard.stream()
        .map(heard -> new JsonObject(new String(heard.json(), StandardCharsets.UTF_8)))
        .toList();
  }

  List<Long> offsets() {
    return heard.stream().map(heard -> heard.position().offset()).toList();
  }

  List<Double> bids() {
    return bodies().stream().map(body -> body.getDouble("bid")).toList();
  }

  static void createByTime(DatabaseFixture database, String table, String type, String price) {
    database.run(
        "create table %s (time %s primary key, bid %s, ask %s)"
            .formatted(table, type, price, price));
  }

  @Override
  public void close() {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).run();
    }
  }
}
