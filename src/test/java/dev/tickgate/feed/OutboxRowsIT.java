package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.demo.TestServer;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many rows go through the outbox; {@code -Pchaos}: a million. The server syncs each commit. */
class OutboxRowsIT {
  private static final int ROWS = Integer.getInteger("outbox.rows", 20_000);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int WRITERS = 8;
  private static final int TOPICS = 100;
  private static final String INSERT =
      "insert into tickgate.outbox (topic, payload) select 'events.' || n %% %d,"
          + " json_build_object('n', n, 'text', repeat('x', 100)) from generate_series(1, %d) n";

  @TempDir private Path directory;
  @Fixture private TestServer server;
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private OutboxFixture outbox;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.start(directory);
    PgConnectOptions options = PgConnectOptions.fromUri(server.url());
    outbox = new OutboxFixture(vertx, DatabaseFixture.of(vertx, options));
    outbox.hearNothing();
  }

  @Test
  void rowsOfSmallAndLargeCommitsArePublishedAsFastAsTheyCome() {
    OutboxFixture.Running leader = outbox.startReading("a");
    for (int size : new int[] {1_000, 100, 1}) {
      int rows = size == 1 ? ROWS / 10 : ROWS;
      commits(200, size);
      await().atMost(LIMIT).until(() -> outbox.rows() == 0);
      int before = leader.published.get();
      long begun = System.nanoTime();
      commits(rows, size);
      double written = (System.nanoTime() - begun) / 1e9;
      await().atMost(LIMIT).until(() -> leader.published.get() - before >= rows);
      double published = (System.nanoTime() - begun) / 1e9;
      await().atMost(LIMIT).until(() -> outbox.rows() == 0);
      System.out.printf(
          "commits of %d rows: %.0f rows/s written, %.0f rows/s published%n",
          size, rows / written, rows / published);
      assertThat(leader.published).hasValue(before + rows);
    }
  }

  private void commits(int rows, int size) {
    AtomicInteger left = new AtomicInteger(rows);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Promise<Void> done = Promise.promise();
      commit(left, size, done);
      writers.add(done.future());
    }
    Future.all(writers).await();
  }

  private void commit(AtomicInteger left, int size, Promise<Void> done) {
    if (left.addAndGet(-size) < 0) {
      done.complete();
      return;
    }
    outbox
        .database
        .pool()
        .query(INSERT.formatted(TOPICS, size))
        .execute()
        .onSuccess(committed -> commit(left, size, done))
        .onFailure(done::fail);
  }

  @Test
  void aLookDoesNotPassTheRowsThatWereRemoved() {
    OutboxFixture.Running leader = outbox.startReading("a");
    outbox.database.run("alter table tickgate.outbox set (autovacuum_enabled = false)");
    // Nothing that is removed from now on can be taken for dead.
    SqlConnection reader = await(outbox.database.pool().getConnection());
    Transaction open = await(reader.begin());
    await(reader.query("set transaction isolation level repeatable read; select 1").execute());
    long begun = System.nanoTime();
    for (int rows = 0; rows < ROWS; rows += 10_000) {
      outbox.database.run(INSERT.formatted(1, 10_000));
    }
    await().atMost(LIMIT).until(() -> leader.published.get() >= ROWS && outbox.rows() == 0);
    double seconds = (System.nanoTime() - begun) / 1e9;

    OutboxTable table = new OutboxTable(outbox.database.pool(), false);
    UnseenIds unseen = new UnseenIds(10);
    unseen.settled(0);
    LongStream.rangeClosed(1, leader.published.get()).forEach(unseen::saw);
    double all = millis(table, new UnseenIds(10));
    double behind = millis(table, unseen);
    await(open.commit().eventually(reader::close));

    System.out.printf(
        "%d rows came and went in %.0f s; a look at all rows then takes %.1f ms, one at those that"
            + " were not seen %.1f ms%n",
        ROWS, seconds, all, behind);
    assertThat(behind).isLessThan(all / 2);
  }

  /** The shortest of some looks. */
  private static double millis(OutboxTable table, UnseenIds ids) {
    return IntStream.range(0, 20)
            .mapToLong(
                n -> {
                  long asked = System.nanoTime();
                  await(table.page(ids.lows(), ids.highs(), OutboxTable.MOST_ROWS));
                  return System.nanoTime() - asked;
                })
            .min()
            .orElseThrow()
        / 1e6;
  }
}
