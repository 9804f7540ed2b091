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
  private final boolean restores;
  private final Bus bus;
  private final Hubs hubs = new Hubs();
  private final FeedReplica replica;
  private final Hub hub;
  private final Map<Topic, List<Entry>> journal = new HashMap<>();
  private final List<Entry> feed = new ArrayList<>();
  private final ArrayDeque<FeedBatch> wire = new ArrayDeque<>();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<CheckedSubscriber> subscribers = new ArrayList<>();
  private long term = 1;
  private long leadership;
  // The newest leadership whose words have come.
  private long heard;
  private long begin;
  private long epoch = 7;
  private long number;
  private int memory = 30;
  private boolean led = true;
  private boolean unasked;

  /**
   * A publication as the journal has it.
   *
   * @param number its own, whatever its position
   * @param after the number of the one before it in its topic; 0 for the first
   */
  private record Entry(Topic topic, long offset, long number, long after) {}

  /**
   * @param restores whether the database goes back now and then, and a leader begins that does not
   *     know it
   */
  LossyFeedSchedule(Vertx vertx, long seed, boolean restores) {
    this.vertx = vertx;
    this.restores = restores;
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
    switch (random.nextInt(restores ? 19 : 18)) {
      case 0, 1, 2, 3 -> publish(1 + random.nextInt(4));
      case 4, 5, 6 -> transport();
      case 7, 8 -> listen();
      case 9, 10 -> leave();
      case 11, 12 -> takeInterests();
      case 13, 14 -> runHub();
      case 15 -> second();
      case 16 -> changeLeader();
      case 18 -> restore();
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
      List<Entry> known = journal.computeIfAbsent(topic, name -> new ArrayList<>());
      long after = known.isEmpty() ? 0 : known.get(known.size() - 1).number();
      Entry next = new Entry(topic, known.size() + 1, ++number, after);
      known.add(next);
      feed.add(next);
      batch.add(published(next));
    }
    wire.add(new FeedBatch(term, leadership, epoch, begin, first, batch));
  }

  private void transport() {
    if (wire.isEmpty()) {
      return;
    }
    FeedBatch batch = random.nextInt(5) == 0 ? wire.pollLast() : wire.poll();
    if (random.nextInt(4) != 0) {
      heard = Math.max(heard, batch.leadership());
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

  /** The newest publications are lost, and with them maybe the newest terms. */
  private void restore() {
    if (unasked) {
      return;
    }
    for (int lost = random.nextInt(12); lost > 0 && !feed.isEmpty(); lost--) {
      List<Entry> known = journal.get(feed.remove(feed.size() - 1).topic());
      known.remove(known.size() - 1);
    }
    term = Math.max(0, term - random.nextInt(3));
    // No message of a leader that the gateway never heard outlives the restoration: behind those of
    // the next leader it would pass for a successor's. guarantees.md does not promise otherwise.
    wire.removeIf(batch -> batch.leadership() > heard);
    changeLeader();
    unasked = true;
  }

  /** As the statement that takes the lease does, where more is known than the database has. */
  private <T> Future<T> beginEpoch(long known) {
    epoch++;
    unasked = false;
    term = Math.max(term, known) + 1_000;
    leadership++;
    begin = feed.size();
    return Future.failedFuture("does not lead, or is not sure");
  }

  private boolean isContradicted(long otherTerm, long otherEpoch, long seq) {
    return otherTerm > term || otherEpoch > epoch || otherEpoch == epoch && seq > feed.size();
  }

  // A gateway that has heard nothing of the leader after a restoration believes the next one.
  private void changeLeader() {
    if (unasked) {
      return;
    }
    term++;
    leadership++;
    begin = feed.size();
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
    if (isContradicted(request.term(), request.epoch(), request.seq())) {
      return beginEpoch(request.term());
    }
    unasked = false;
    long head = feed.size();
    boolean complete = request.epoch() == epoch && request.seq() >= head - memory;
    long after = complete ? request.seq() : head;
    int to = (int) Math.min(head, after + 1 + random.nextInt(10));
    List<Publication> missed = published(feed.subList((int) after, to));
    FeedBatch batch = new FeedBatch(term, leadership, epoch, begin, after + 1, missed);
    return Future.succeededFuture(new CheckReply(FeedState.LIVE, head, epoch, complete, batch));
  }

  @Override
  public Future<SyncReply> sync(SyncRequest request) {
    if (!led) {
      return Future.failedFuture("leads no more");
    }
    if (isContradicted(request.term(), epoch, 0)) {
      return beginEpoch(request.term());
    }
    List<Entry> all = journal.getOrDefault(request.topic(), List.of());
    Position head = new Position(epoch, all.size());
    long after =
        request
            .have()
            .filter(have -> have.epoch() == epoch && have.offset() <= head.offset())
            .map(Position::offset)
            .orElse(Math.max(0L, all.size() - request.limit()));
    int to = (int) Math.min(all.size(), after + request.limit());
    return Future.succeededFuture(
        new SyncReply(
            term,
            leadership,
            feed.size(),
            head,
            FeedState.LIVE,
            published(all.subList((int) after, to))));
  }

  private List<Publication> published(List<Entry> entries) {
    return entries.stream().map(this::published).toList();
  }

  private Publication published(Entry entry) {
    String body = "{\"n\":%d,\"after\":%d}".formatted(entry.number(), entry.after());
    return Publication.at(entry.topic(), new Position(epoch, entry.offset()), body);
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
