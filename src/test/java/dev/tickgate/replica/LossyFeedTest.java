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
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * A feed of many topics over a bus that loses, repeats and reorders, with leaders that change and
 * subscribers that come and go: each subscriber hears what its topic published since, in order and
 * once.
 */
class LossyFeedTest {
  private static final String FEED = "t.*";
  private static final int TOPICS = 5;
  private static final Vertx VERTX = Vertx.vertx();

  @AfterContainer
  static void close() {
    VERTX.close().await();
  }

  @Property(tries = 300)
  void everySubscriberHearsEachPublicationOnceAndInOrder(@ForAll long seed) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Run[] run = new Run[1];
    Throwable[] failure = new Throwable[1];
    VERTX
        .getOrCreateContext()
        .runOnContext(
            on -> {
              run[0] = new Run(seed);
              run[0]
                  .play()
                  .onComplete(
                      end -> {
                        failure[0] = end.cause();
                        done.countDown();
                      });
            });
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(failure[0]).isNull();
    run[0].check();
  }

  /** One schedule, on one event loop; time is the schedule's. */
  private static final class Run implements FeedLeader {
    private final Random random;
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final TopicRoutes routes =
        new TopicRoutes(List.of(TestRoutes.route(FEED, Delivery.EVERY, 20)));
    private final Bus bus = new Bus(VERTX);
    private final Hubs hubs = new Hubs();
    private final FeedReplica replica;
    private final Hub hub;
    private final Map<Topic, List<Publication>> journal = new HashMap<>();
    private final List<Publication> feed = new ArrayList<>();
    private final ArrayDeque<FeedBatch> wire = new ArrayDeque<>();
    private final ArrayDeque<Runnable> letters = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private long term = 1;
    private int memory = 30;
    private boolean led = true;

    Run(long seed) {
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
      hubs.add(hub, new Mailbox(hub, letters::add));
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
          ? Future.future(later -> VERTX.setTimer(1, now -> later.complete()))
          : Future.succeededFuture();
    }

    private Future<Void> settle(int seconds) {
      if (seconds == 0) {
        return Future.succeededFuture();
      }
      led = true;
      second();
      return Future.<Void>future(later -> VERTX.setTimer(3, now -> later.complete()))
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
      while (!letters.isEmpty()) {
        letters.poll().run();
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
      Listener listener = new Listener(topic());
      listeners.add(listener);
      listener.session = hub.open(Principal.ANYBODY, Format.JSON_WEBSOCKET, opened -> listener);
      hub.subscribe(
          listener.session,
          new Command.Subscribe(listener.topic, Optional.empty(), Pace.UNLIMITED),
          true);
      hub.flush();
    }

    private void leave() {
      if (!listeners.isEmpty()) {
        Listener listener = listeners.get(random.nextInt(listeners.size()));
        if (!listener.left) {
          listener.left = true;
          hub.unsubscribe(listener.session, listener.topic);
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

    /** A subscriber that notes what is wrong with what it hears. */
    private static final class Listener implements Transport {
      final Topic topic;
      final List<String> problems = new ArrayList<>();
      Session session;
      boolean left;
      boolean subscribed;
      // The offset of the newest publication that it has heard, or begins behind.
      long last = -1;

      Listener(Topic topic) {
        this.topic = topic;
      }

      @Override
      public boolean writable() {
        return true;
      }

      @Override
      public void write(Frame frame) {
        frame.messages().forEach(message -> heard(json(message)));
      }

      // Behind the header of a WebSocket frame.
      private static JsonObject json(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        return new JsonObject(text.substring(text.indexOf('{')));
      }

      private void heard(JsonObject message) {
        JsonObject body = message.getJsonObject("body", message);
        if ("subscribed".equals(body.getString("type"))) {
          if (subscribed || body.containsKey("recovered")) {
            problems.add("told " + body);
          }
          // Without a position while no leader answers; another acknowledgement follows.
          subscribed = body.containsKey("offset");
          // The newest publication comes at once.
          last = subscribed ? Math.max(0, body.getLong("offset") - 1) : -1;
        } else if (body.containsKey("offset")) {
          if (body.getLong("offset") != last + 1) {
            problems.add("after %d came %s".formatted(last, body));
          }
          last = body.getLong("offset");
        }
      }

      @Override
      public void flush() {}

      @Override
      public boolean ping() {
        return true;
      }

      @Override
      public void close(Disconnect goodbye) {
        problems.add("closed " + goodbye);
      }
    }

    void check() {
      assertThat(listeners).allSatisfy(this::check);
    }

    private void check(Listener listener) {
      long total = journal.getOrDefault(listener.topic, List.of()).size();
      if (!listener.left) {
        assertThat(listener.subscribed).isTrue();
        assertThat(listener.last).isEqualTo(total);
      }
      assertThat(listener.problems).isEmpty();
    }
  }
}
