package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.demo.TestServer;
import dev.tickgate.lead.NewEpoch;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that went back: nothing continues behind the positions of the time it has lost. */
class RestoredBackupIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(25);

  @Fixture private final Vertx vertx = Vertx.vertx();

  @Nested
  class OfFiles {
    @TempDir private Path directory;
    @TempDir private Path copy;
    @Fixture private TestServer server;
    private Pool pool;
    @Fixture private FeedFixture bed;

    @BeforeEach
    void open() throws Exception {
      server = TestServer.start(directory);
      PgConnectOptions options = PgConnectOptions.fromUri(server.url());
      pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
      bed = new FeedFixture(vertx, options);
      run("create table %s (id bigserial primary key, at timestamptz, bid int, ask int)");
    }

    @Test
    void aLeaderWhoseDatabaseWasRestoredBeginsANewEpoch() throws Exception {
      FeedFixture.Running poller = bed.start(bed.bySerial(POLL, 10_000), "a");
      await().atMost(LIMIT).until(poller::leads);
      insert(1, 10);
      await().atMost(LIMIT).until(() -> bed.offsets().contains(10L));
      server.backUp(copy);
      insert(11, 20);
      await().atMost(LIMIT).until(() -> bed.offsets().contains(20L));
      Position before = bed.heard.get(bed.heard.size() - 1).position();
      bed.heard.clear();

      server.restore(copy);
      insert(21, 35);

      await().atMost(LIMIT).until(() -> bed.bids().contains(35.0));
      SyncReply reply = bed.sync(Optional.of(before), 100);
      assertThat(reply.head().epoch()).isGreaterThan(before.epoch());
      assertThat(reply.term()).isGreaterThan(1_000);
      // Not one row of the new line went out under a position of the old one.
      assertThat(bed.heard)
          .filteredOn(heard -> heard.position().epoch() == before.epoch())
          .allMatch(heard -> heard.position().offset() <= 10);
    }

    private void insert(int from, int to) {
      run(
          "insert into %s (at, bid, ask) select now(), n, n from generate_series("
              + from
              + ", "
              + to
              + ") n");
    }

    private void run(String sql) {
      await()
          .atMost(LIMIT)
          .ignoreExceptions()
          .until(
              () -> {
                pool.query(sql.formatted(bed.table)).execute().await();
                return true;
              });
    }
  }

  /** By writing into our tables what a restored backup has in them. */
  @Nested
  class WhileAllPollersWereDown {
    @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
    @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
    private final Feed feed = bed.bySerial(POLL, 10_000);
    private Position before;

    @BeforeEach
    void publish() {
      database.run(
          "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
              .formatted(bed.table));
      FeedFixture.Running a = bed.start(feed, "a");
      await().until(a::leads);
      insert(10);
      await().until(() -> bed.offsets().contains(10L));
      before = bed.heard.get(bed.heard.size() - 1).position();
      bed.stop(a);
      bed.heard.clear();
    }

    @Test
    void aGatewayThatKnowsALaterTermMakesTheLeaderBeginANewEpoch() {
      goBack(", term = 1");
      lead("b");

      await().ignoreExceptions().until(() -> ask(50).head().epoch() > before.epoch());
      assertThat(ask(50).term()).isGreaterThan(1_000);
    }

    @Test
    void aGatewayThatKnowsMoreOfTheSameTermMakesTheLeaderBeginANewEpoch() {
      goBack("");
      lead("b");

      await().ignoreExceptions().until(() -> ask(1).head().epoch() > before.epoch());
    }

    @Test
    void aProcessThatHasJustComeWritesNothingUnderPositionsThatAGatewayKnowsOtherwise() {
      goBack("");
      assertNothingIsWrittenUnderKnownPositions();
    }

    @Test
    void neitherDoesOneThatStoodBehindTheLeaseOfAProcessThatIsGone() {
      goBack(", owner = 'gone', lease_until = now() + interval '1 second'");
      assertNothingIsWrittenUnderKnownPositions();
    }

    private void assertNothingIsWrittenUnderKnownPositions() {
      insert(3);
      await(bed.bus.hearFeed(bed.table, this::contradict));

      lead("b");

      await().until(() -> behind(5).count() == 3);
      assertThat(behind(5)).allMatch(position -> position.epoch() > before.epoch());
    }

    private Stream<Position> behind(long offset) {
      return bed.heard.stream()
          .map(Publication::position)
          .filter(position -> position.offset() > offset);
    }

    private void contradict(FeedBatch batch) {
      if (batch.epoch() == before.epoch()) {
        // As far away as a gateway under load.
        vertx.setTimer(200, now -> bed.bus.sync(request(1), LIMIT));
      }
    }

    @Test
    void aGatewayThatContradictsMakesALeaderThatHasPublishedMoreBeginANewEpoch() {
      goBack("");
      FeedFixture.Running b = lead("b");
      insert(20);
      await().until(() -> bed.offsets().contains(25L));

      long claimed = b.term.get() + 1;
      await().ignoreExceptions().until(() -> ask(claimed).head().epoch() > before.epoch());
    }

    @Test
    void aClientsPositionMakesNobodyBeginAnEpoch() {
      lead("b");
      Position claimed = new Position(before.epoch(), 1_000_000);

      SyncReply reply = bed.sync(Optional.of(claimed), 10);
      insert(1);

      await().until(() -> bed.offsets().contains(11L));
      assertThat(reply.head().epoch()).isEqualTo(before.epoch());
      assertThat(bed.sync(Optional.empty(), 1).head()).isEqualTo(before.next());
    }

    @Test
    void aDumpInAnotherClusterBeginsANewEpoch() {
      change("system_id = '1'");

      lead("b");

      assertThat(bed.sync(Optional.empty(), 1).head().epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void aFeedOfAnOlderVersionKeepsItsPositions() {
      change("system_id = '', leader = ''");

      lead("b");

      assertThat(bed.sync(Optional.empty(), 1).head()).isEqualTo(before);
    }

    @Test
    void anOperatorBeginsANewEpochUnderALeader() {
      FeedFixture.Running b = lead("b");

      NewEpoch.Result result = await(new NewEpoch(database.pool()).begin(feed.identity(), false));

      assertThat(result).isInstanceOf(NewEpoch.Result.Begun.class);
      await().until(() -> b.term.get() > 1_000);
      insert(1);
      await().until(() -> bed.offsets().contains(11L));
      assertThat(bed.sync(Optional.empty(), 1).head().epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void aRowOfTheFeedThatWasDeletedIsMadeAnewBehindTheJournal() {
      FeedFixture.Running b = lead("b");
      database.run("delete from tickgate.feed");
      insert(1);

      await().until(() -> bed.offsets().contains(11L));
      Position head = bed.sync(Optional.empty(), 1).head();
      assertThat(head.epoch()).isGreaterThan(before.epoch());
      assertThat(b.leads()).isTrue();
    }

    private void goBack(String more) {
      change("head = 5" + more);
      database.run("delete from tickgate.journal where seq > 5");
      database.run("delete from %s where id > 5".formatted(bed.table));
    }

    private void change(String what) {
      database.run("update tickgate.feed set %s where name = '%s'".formatted(what, feed.name()));
    }

    private SyncReply ask(long term) {
      return await(bed.bus.sync(request(term), Duration.ofSeconds(5)));
    }

    private SyncRequest request(long term) {
      return new SyncRequest(bed.table, bed.topic, Optional.of(before), 10, term);
    }

    private FeedFixture.Running lead(String owner) {
      FeedFixture.Running running = bed.start(feed, owner);
      await().until(running::leads);
      return running;
    }

    private void insert(int count) {
      database.run(
          "insert into %s (at, bid, ask) select now(), n, n from generate_series(1, %d) n"
              .formatted(bed.table, count));
    }
  }
}
