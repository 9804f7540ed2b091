package dev.tickgate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.bus.Bus;
import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.FeedLeader;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.HubMetrics;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.hub.Mailbox;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One random schedule of a feed whose bus loses, repeats and reorders, on one event loop; the
 * schedule sets the time.
 */
final class LossyFeedSchedule implements FeedLeader {
  private static final String FEED = "t.*";
  private static final int TOPICS = 5;

  private final Random random;
  private final AtomicLong millis = new AtomicLong(1_000_000);
  private final TopicRoutes routes =
      new TopicRoutes(List.of(TestRoutes.route(FEED, Delivery.EVERY, 20)));
  private final Vertx vertx;
  private final Bus bus;
  private final Hubs hubs = new Hubs();
  private final FeedReplica replica;
  private final Hub hub;
  private final Map<Topic, List<Publication>> journal = new HashMap<>();
  private final List<Publication> feed = new ArrayList<>();
  private final ArrayDeque<FeedBatch> wire = new ArrayDeque<>();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<CheckedSubscriber> subscribers = new ArrayList<>();
  private long term = 1;
  private int memory = 30;
  private boolean led = true;

  LossyFeedSchedule(Vertx vertx, long seed) {
    this.vertx = vertx;
    bus = new Bus(vertx);
    random = new Random(seed);
    InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    hub =
        new Hub(
            new HubSettings(routes, 20, 1 << 20, 100, Duration.ofSeconds(30)),
            AccessPolicy.of(AccessPolicy.open("t.*")),
            (topic, position, limit) -> Future.failedFuture("not asked"),
            HubMetrics.NONE,
            clock,
            () -> millis.get() * 1_000_000,
            random,
            (delay, task) -> {});
    // The schedule decides when the hub takes what the replica has for it.
    hubs.add(hub, new Mailbox(hub, tasks::add));
    replica = new FeedReplica(FEED, bus, hubs, ReplicaMetrics.NONE, clock, Optional.empty());
  }

  Future<Void> play() {
    return bus.serve(FEED, this)
        .compose(
            serving ->
                replica
                    .start()
                    .compose(started -> steps(300))
                    .compose(played -> settle(12))
                    .eventually(serving::cancel));
  }

  private Future<Void> steps(int left) {
    if (left == 0) {
      return Future.succeededFuture();
    }
    step();
    return turn().compose(turned -> steps(left - 1));
  }

  /** Lets answers of the leader arrive. */
  private Future<Void> turn() {
    return random.nextInt(3) == 0
        ? Future.future(later -> vertx.setTimer(1, now -> later.complete()))
        : Future.succeededFuture();
  }

  private Future<Void> settle(int seconds) {
    if (seconds == 0) {
      return Future.succeededFuture();
    }
    led = true;
    second();
    return Future.<Void>future(later -> vertx.setTimer(3, now -> later.complete()))
        .compose(passed -> settle(seconds - 1));
  }

  private void second() {
    millis.addAndGet(1_000);
    replica.tick();
    takeInterests();
    runHub();
  }

  private void step() {
    switch (random.nextInt(18)) {
      case 0, 1, 2, 3 -> publish(1 + random.nextInt(4));
      case 4, 5, 6 -> transport();
      case 7, 8 -> listen();
      case 9, 10 -> leave();
      case 11, 12 -> takeInterests();
      case 13, 14 -> runHub();
      case 15 -> second();
      case 16 -> changeLeader();
      default -> led = random.nextInt(4) != 0;
    }
  }

  private void runHub() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
    hub.flush();
  }

  private void publish(int count) {
    if (!led) {
      return;
    }
    long first = feed.size() + 1;
    List<Publication> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Topic topic = topic();
      List<Publication> known = journal.computeIfAbsent(topic, name -> new ArrayList<>());
      Publication next = Publication.at(topic, new Position(7, known.size() + 1), "{\"n\":1}");
      known.add(next);
      feed.add(next);
      batch.add(next);
    }
    wire.add(new FeedBatch(term, 7, first, batch));
  }

  private void transport() {
    if (wire.isEmpty()) {
      return;
    }
    FeedBatch batch = random.nextInt(5) == 0 ? wire.pollLast() : wire.poll();
    if (random.nextInt(4) != 0) {
      replica.received(batch);
    }
    if (random.nextInt(6) == 0) {
      wire.add(batch);
    }
  }

  private void listen() {
    CheckedSubscriber subscriber = new CheckedSubscriber(topic());
    subscribers.add(subscriber);
    subscriber.session =
        hub.sessions().open(Principal.ANYBODY, Format.JSON_WEBSOCKET, opened -> subscriber);
    hub.subscribe(
        subscriber.session,
        new Command.Subscribe(subscriber.topic, Optional.empty(), Pace.UNLIMITED),
        true);
    hub.flush();
  }

  private void leave() {
    if (!subscribers.isEmpty()) {
      CheckedSubscriber subscriber = subscribers.get(random.nextInt(subscribers.size()));
      if (!subscriber.left) {
        subscriber.left = true;
        hub.unsubscribe(subscriber.session, new Command.Unsubscribe(subscriber.topic, null));
      }
    }
  }

  private void takeInterests() {
    Interests.Change change = hubs.interests().poll();
    while (change != null) {
      if (change.generation().isPresent()) {
        replica.wanted(change.topic(), 20, change.hub(), change.generation().getAsLong());
      } else {
        replica.unwanted(change.topic(), change.hub());
      }
      change = hubs.interests().poll();
    }
  }

  private void changeLeader() {
    term++;
    memory = random.nextInt(40);
  }

  private Topic topic() {
    return new Topic("t." + random.nextInt(TOPICS));
  }

  @Override
  public Future<CheckReply> check(CheckRequest request) {
    if (!led) {
      return Future.failedFuture("leads no more");
    }
    long head = feed.size();
    boolean complete = request.epoch() == 7 && request.seq() >= head - memory;
    long after = complete ? request.seq() : head;
    int to = (int) Math.min(head, after + 1 + random.nextInt(10));
    List<Publication> missed = feed.subList((int) after, to);
    return Future.succeededFuture(
        new CheckReply(
            FeedState.LIVE, head, 7, complete, new FeedBatch(term, 7, after + 1, missed)));
  }

  @Override
  public Future<SyncReply> sync(SyncRequest request) {
    if (!led) {
      return Future.failedFuture("leads no more");
    }
    List<Publication> all = journal.getOrDefault(request.topic(), List.of());
    Position head = new Position(7, all.size());
    long after =
        request.have().map(Position::offset).orElse(Math.max(0L, all.size() - request.limit()));
    int to = (int) Math.min(all.size(), after + request.limit());
    return Future.succeededFuture(
        new SyncReply(term, head, FeedState.LIVE, all.subList((int) after, to)));
  }

  void check() {
    assertThat(subscribers).allSatisfy(this::check);
  }

  private void check(CheckedSubscriber subscriber) {
    long total = journal.getOrDefault(subscriber.topic, List.of()).size();
    if (!subscriber.left) {
      assertThat(subscriber.subscribed).isTrue();
      assertThat(subscriber.last).isEqualTo(total);
    }
    assertThat(subscriber.problems).isEmpty();
  }
}
