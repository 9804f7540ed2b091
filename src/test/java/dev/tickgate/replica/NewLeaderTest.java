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
    private final AtomicInteger reports = new AtomicInteger();
    private volatile boolean dead;

    Leader(long term, long begin) {
      this.term = term;
      this.begin = begin;
    }

    private FeedBatch announcement() {
      return new FeedBatch(term, term, EPOCH, begin, begin + 1, List.of());
    }

    private boolean isAsked() {
      return checks.get() > 0;
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
      return Future.failedFuture("not asked");
    }

    @Override
    public Future<DemandReply> demand(DemandReport report) {
      return answer(reports, new DemandReply(term, report.begins()));
    }
  }

  @Test
  void itIsAskedAndToldTheDemandAtOnce() throws Exception {
    Promptness.assertWithin(
        AT_ONCE, () -> takeover(10, next -> next.isAsked() && next.reports.get() > 0));
  }

  @Test
  void oneWhoseDatabaseWentBackIsToldAtOnce() throws Exception {
    Promptness.assertWithin(AT_ONCE, () -> takeover(5, Leader::isAsked));
  }

  private Duration takeover(long begin, Predicate<Leader> done) {
    String feed = "work." + feeds.incrementAndGet();
    Bus bus = new Bus(vertx);
    Context loop = vertx.getOrCreateContext();
    DemandReports demand = new DemandReports(feed, "gateway", bus);
    FeedReplica replica =
        new FeedReplica(
            feed,
            bus,
            new Hubs(),
            ReplicaMetrics.NONE,
            InstantSource.system(),
            Optional.of(demand));
    Leader first = new Leader(1, 10);
    Leader second = new Leader(2, begin);
    Bus.Registration serving = GatewayFixture.await(bus.serve(feed, first));
    loop.runOnContext(on -> replica.start());
    await().until(() -> first.checks.get() == 1 && first.reports.get() == 1);

    first.dead = true;
    loop.runOnContext(on -> replica.tick());
    loop.runOnContext(on -> demand.wanted(TOPIC));
    await().until(() -> first.checks.get() == 2 && first.reports.get() == 2);
    GatewayFixture.await(serving.cancel());
    GatewayFixture.await(bus.serve(feed, second));
    long announced = System.nanoTime();
    bus.publish(feed, second.announcement());
    await().until(() -> done.test(second));
    return Promptness.since(announced);
  }
}
