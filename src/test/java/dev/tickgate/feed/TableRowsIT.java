package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.demo.TestServer;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many rows of one table are published in a second, and how long after their commit at half of
 * that; {@code -Pchaos}: ten times as many. The server syncs each commit, and NOTIFY is on.
 */
class TableRowsIT {
  private static final int ROWS = Integer.getInteger("table.rows", 20_000);
  private static final int WRITERS = 8;
  private static final int SECONDS = Integer.getInteger("table.seconds", 2);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long SECOND = 1_000_000_000;

  @TempDir private Path directory;
  private final Map<Long, Long> heard = new ConcurrentHashMap<>();
  private final AtomicLong marks = new AtomicLong();
  // Rows whose commit is known.
  private final AtomicLong inserted = new AtomicLong();
  @Fixture private TestServer server;
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private DatabaseFixture database;
  @Fixture private FeedFixture feed;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.start(directory);
    PgConnectOptions options = PgConnectOptions.fromUri(server.url());
    database = DatabaseFixture.of(vertx, options);
    feed = new FeedFixture(vertx, options);
    feed.hearNothing();
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
            .formatted(feed.table));
  }

  @Test
  void rowsOfSmallAndLargeCommitsArePublishedAsFastAsTheyCome() {
    Feed table = feed.bySerial(Duration.ofMillis(50), 1_000_000);
    await(new NotifyTrigger(database.pool()).install(table));
    FeedFixture.Running leader = feed.start(table, "a");
    feed.awaitFirstLook(database);
    await(feed.bus.hearFeed(feed.table, this::hear));
    for (int size : new int[] {1_000, 100, 1}) {
      measure(leader, size, size == 1 ? ROWS / 10 : ROWS);
    }
  }

  private void measure(FeedFixture.Running leader, int size, int rows) {
    // The rows of the last commits: the first one of a commit is heard before the others.
    await().atMost(LIMIT).until(() -> leader.published.get() == inserted.get());
    int before = leader.published.get();
    commits(size, size == 1 ? 500 : 20_000);
    int warm = before + (size == 1 ? 500 : 20_000);
    await().atMost(LIMIT).until(() -> leader.published.get() >= warm);
    long begun = System.nanoTime();
    commits(size, rows);
    double written = seconds(begun);
    await().atMost(LIMIT).until(() -> leader.published.get() >= warm + rows);
    double published = seconds(begun);
    assertThat(leader.published).hasValue(warm + rows);
    double half = rows / published / 2;
    List<Long> waits = commitsAt(half / size, size);
    System.out.printf(
        "commits of %d rows: %.0f rows/s written, %.0f rows/s published; at %.0f rows/s a commit's"
            + " last row is published after p50 %.1f ms, p99 %.1f ms%n",
        size,
        rows / written,
        rows / published,
        half,
        percentile(waits, 50) / 1e6,
        percentile(waits, 99) / 1e6);
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  /** As fast as all writers can. */
  private void commits(int size, int rows) {
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
    insert(size, 1).onSuccess(committed -> commit(left, size, done)).onFailure(done::fail);
  }

  private Future<?> insert(int size, long mark) {
    return database
        .pool()
        .query(
            "insert into %s (at, bid, ask) select now(), %d, %d from generate_series(1, %d)"
                .formatted(feed.table, mark, mark, size))
        .execute()
        .onSuccess(written -> inserted.addAndGet(size));
  }

  /**
   * @param rate of commits, per second
   * @return how long each waited from the moment the writer knew of it, in nanoseconds, sorted
   */
  private List<Long> commitsAt(double rate, int size) {
    Map<Long, Long> committed = new ConcurrentHashMap<>();
    Promise<Void> done = Promise.promise();
    long begun = System.nanoTime();
    long first = marks.get() + 2;
    long all = (long) (SECONDS * rate);
    vertx.setPeriodic(
        1,
        timer -> {
          long due = Math.min(all, (long) ((System.nanoTime() - begun) * rate / SECOND));
          while (marks.get() + 2 - first < due) {
            long mark = marks.getAndIncrement() + 2;
            insert(size, mark)
                .onSuccess(written -> committed.put(mark, System.nanoTime()))
                .onFailure(done::tryFail);
          }
          if (due == all) {
            vertx.cancelTimer(timer);
            done.tryComplete();
          }
        });
    await(done.future());
    await()
        .atMost(LIMIT)
        .until(() -> committed.size() == all && heard.keySet().containsAll(committed.keySet()));
    // A commit may be heard before its writer knows of it.
    return committed.keySet().stream()
        .map(mark -> Math.max(0, heard.get(mark) - committed.get(mark)))
        .sorted()
        .toList();
  }

  // The last row of a commit counts: a later one replaces it.
  private void hear(FeedBatch batch) {
    long now = System.nanoTime();
    for (Publication publication : batch.publications()) {
      JsonObject body = new JsonObject(new String(publication.json(), StandardCharsets.UTF_8));
      heard.put(body.getLong("bid"), now);
    }
  }
}
