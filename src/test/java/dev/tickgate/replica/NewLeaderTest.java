package dev.tickgate.replica;

import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.CheckReply;
import dev.tickgate.bus.CheckRequest;
import dev.tickgate.bus.DemandReply;
import dev.tickgate.bus.DemandReport;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.FeedLeader;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Promptness;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A gateway that has asked a leader which has died, when the next one tells that it leads. */
class NewLeaderTest {
  // A question without an answer is given up after 2 s.
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Topic TOPIC = new Topic("work.1");

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger feeds = new AtomicInteger();

  /** A leadership of a feed; it answers until it dies. */
  private static final class Leader implements FeedLeader {
    private static final long EPOCH = 7;

    private final long term;
    // The newest publication when it began.
    private final long begin;
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger syncs = new AtomicInteger();
    private final AtomicInteger reports = new AtomicInteger();
    private volatile boolean dead;

    Leader(long term, long begin) {
      this.term = term;
      this.begin = begin;
    }

    private FeedBatch announcement() {
      return new FeedBatch(term, term, EPOCH, begin, begin + 1, List.of());
    }

    private FeedBatch tail() {
      Publication last = Publication.at(TOPIC, new Position(EPOCH, begin), "{\"a\":1}");
      return new FeedBatch(term, term, EPOCH, begin, begin, List.of(last));
    }

    private boolean isAsked() {
      return checks.get() > 0;
    }

    private boolean isAskedAndTold() {
      return isAsked() && syncs.get() > 0 && reports.get() > 0;
    }

    private <T> Future<T> answer(AtomicInteger questions, T answer) {
      questions.incrementAndGet();
      return dead ? Promise.<T>promise().future() : Future.succeededFuture(answer);
    }

    @Override
    public Future<CheckReply> check(CheckRequest request) {
      return answer(checks, new CheckReply(FeedState.LIVE, begin, EPOCH, false, announcement()));
    }

    @Override
    public Future<SyncReply> sync(SyncRequest request) {
      Position head = new Position(EPOCH, begin);
      return answer(syncs, new SyncReply(term, term, begin, head, FeedState.LIVE, List.of()));
    }

    @Override
    public Future<DemandReply> demand(DemandReport report) {
      return answer(reports, new DemandReply(term, report.begins()));
    }
  }

  @Test
  void itIsAskedAndToldTheDemandAtOnce() throws Exception {
    Promptness.assertWithin(AT_ONCE, () -> takeover(10, Leader::isAskedAndTold));
  }

  @Test
  void oneWhoseDatabaseWentBackIsToldAtOnce() throws Exception {
    Promptness.assertWithin(AT_ONCE, () -> takeover(5, Leader::isAsked));
  }

  private Duration takeover(long begin, Predicate<Leader> done) {
    Gateway gateway = new Gateway();
    Leader second = new Leader(2, begin);
    gateway.askOneThatDies();
    GatewayFixture.await(gateway.dead.cancel());
    GatewayFixture.await(gateway.bus.serve(gateway.feed, second));
    return gateway.timeUntil(second, done);
  }

  @Test
  void oneThatDiedAndIsStillRegisteredIsNotAsked() throws Exception {
    Promptness.assertWithin(
        AT_ONCE,
        () -> {
          Gateway gateway = new Gateway();
          Leader second = new Leader(2, 10);
          Leader first = gateway.askOneThatDies();
          for (int i = 0; i < 3; i++) {
            gateway.serve(first);
          }
          gateway.serve(second);
          return gateway.timeUntil(second, Leader::isAskedAndTold);
        });
  }

  @Test
  void oneThatPublishesBeforeItAnswersIsAskedAgainOnceItAnswers() throws Exception {
    Promptness.assertWithin(
        AT_ONCE,
        () -> {
          Gateway gateway = new Gateway();
          Leader second = new Leader(2, 10);
          Leader first = gateway.askOneThatDies();
          int checks = first.checks.get();
          int reports = first.reports.get();
          gateway.bus.publish(gateway.feed, second.tail());
          await().until(() -> first.checks.get() > checks && first.reports.get() > reports);
          gateway.serve(second);
          return gateway.timeUntil(second, Leader::isAskedAndTold);
        });
  }

  /** A gateway, the feed that it follows, and the address of the feed's first leader. */
  private final class Gateway {
    private final String feed = "work." + feeds.incrementAndGet();
    private final Bus bus = new Bus(vertx);
    private final Context loop = vertx.getOrCreateContext();
    private final DemandReports demand = new DemandReports(feed, "gateway", bus);
    private final FeedReplica replica =
        new FeedReplica(
            feed,
            bus,
            new Hubs(),
            ReplicaMetrics.NONE,
            InstantSource.system(),
            Optional.of(demand));
    private Bus.Registration dead;

    void serve(Leader leader) {
      GatewayFixture.await(bus.serve(feed, leader));
      GatewayFixture.await(bus.serve(feed, leader.term, leader));
    }

    /** Each kind of question is under way to it. */
    Leader askOneThatDies() {
      Leader first = new Leader(1, 10);
      dead = GatewayFixture.await(bus.serve(feed, first));
      loop.runOnContext(on -> replica.start());
      await().until(() -> first.checks.get() == 1 && first.reports.get() == 1);

      first.dead = true;
      loop.runOnContext(on -> replica.pin(TOPIC, 10));
      loop.runOnContext(on -> replica.tick());
      await()
          .until(
              () -> first.checks.get() == 2 && first.syncs.get() == 1 && first.reports.get() == 2);
      return first;
    }

    Duration timeUntil(Leader leader, Predicate<Leader> done) {
      long announced = System.nanoTime();
      bus.publish(feed, leader.announcement());
      await().until(() -> done.test(leader));
      return Promptness.since(announced);
    }
  }
}
