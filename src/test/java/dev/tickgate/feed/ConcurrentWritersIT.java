package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Writers that commit late, out of order, with savepoints, and roll back. */
class ConcurrentWritersIT {
  private static final int WRITERS = 20;
  private static final int TRANSACTIONS = 12;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final String SERIAL =
      "insert into %s (at, bid, ask, mark) select now(), 1, 1, %d from generate_series(1, %d)";
  // Some seconds around now, so that neither the order of keys nor that of commits is the other.
  private static final String TIME =
      "insert into %s (time, bid, ask, mark)"
          + " select now() + (random() - 0.5) * interval '4 seconds', 1, 1, %d"
          + " from generate_series(1, %d) on conflict do nothing";

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
  @Fixture private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

  @Test
  void everyRowOfATableKeyedBySerialArrivesOnce() throws Exception {
    createBySerial();
    await().until(bed.start(bed.bySerial(POLL, 10_000), "a")::leads);

    write(SERIAL);

    allArrivedOnce("id", 0);
  }

  @Test
  void everyRowOfATableKeyedByTimeArrivesOnce() throws Exception {
    database.run(
        "create table %s (time timestamptz primary key, bid numeric, ask numeric, mark int)"
            .formatted(bed.table));
    await().until(bed.start(bed.byTime(POLL), "a")::leads);

    write(TIME);

    allArrivedOnce("(extract(epoch from time) * 1000000)::bigint", 0);
  }

  @Test
  void everyRowArrivesOnceWhereTheWindowIsTooLargeToBeScannedEachTime() throws Exception {
    createBySerial();
    database.run(SERIAL.formatted(bed.table, 0, 300_000));
    FeedFixture.Running poller = bed.start(bed.bySerial(POLL, 400_000), "a");
    await().until(() -> poller.published.get() == 1_000);

    write(SERIAL);

    allArrivedOnce("id", 299_000);
  }

  @Test
  void everyRowArrivesOnceWhileLeadersComeAndGo() throws Exception {
    createBySerial();
    Feed feed = bed.bySerial(POLL, 10_000);
    FeedFixture.Running first = bed.start(feed, "a");
    await().until(first::leads);
    FeedFixture.Running second = bed.start(feed, "b");

    List<Future<?>> writers = startWriting(SERIAL);
    await().until(() -> first.published.get() > 200);
    bed.kill(first);
    second.verticle.memberLeft("a");
    await().until(() -> second.published.get() > 200);
    FeedFixture.Running third = bed.start(feed, "c");
    third.verticle.memberLeft("b");
    await().until(third::leads);
    for (Future<?> writer : writers) {
      writer.get();
    }

    assertThat(third.term).hasValue(3);
    // The tail of the journal comes again with every leader: what counts is by offset.
    await().until(() -> positionsHeard().size() == committed("id").size());
    assertThat(positionsHeard())
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, committed("id").size()).boxed().toList());
    assertThat(journaled()).containsExactlyInAnyOrderElementsOf(committed("id"));
  }

  private void createBySerial() {
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid int, ask int, mark int)"
            .formatted(bed.table));
  }

  private void allArrivedOnce(String key, int notTaken) {
    List<Long> committed = committed(key);
    List<Long> expected = committed.subList(notTaken, committed.size());
    await().until(() -> bed.heard.size() >= expected.size());
    assertThat(expected.size()).isGreaterThan(1_000);
    assertThat(bed.offsets())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, expected.size()).boxed().toList());
    assertThat(journaled()).containsExactlyInAnyOrderElementsOf(expected);
  }

  private Set<Long> positionsHeard() {
    return new HashSet<>(bed.offsets());
  }

  private List<Long> committed(String key) {
    return longs("select %s from %s order by 1".formatted(key, bed.table));
  }

  private List<Long> journaled() {
    return longs(
        "select row_key from tickgate.journal where feed = '" + bed.table + "' order by row_key");
  }

  private List<Long> longs(String sql) {
    List<Long> all = new ArrayList<>();
    for (Row row : database.run(sql)) {
      all.add(row.getLong(0));
    }
    return all;
  }

  private void write(String insert) throws Exception {
    for (Future<?> writer : startWriting(insert)) {
      writer.get();
    }
  }

  private List<Future<?>> startWriting(String insert) {
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      Random random = new Random(writer);
      writers.add(threads.submit(() -> write(insert, random)));
    }
    return writers;
  }

  private void write(String insert, Random random) {
    SqlConnection connection = await(database.pool().getConnection());
    for (int i = 0; i < TRANSACTIONS; i++) {
      run(connection, "begin");
      run(connection, insert.formatted(bed.table, i, 1 + random.nextInt(20)));
      run(connection, "savepoint s");
      run(connection, insert.formatted(bed.table, i, 1 + random.nextInt(5)));
      run(connection, random.nextBoolean() ? "rollback to s" : "release s");
      run(connection, "select pg_sleep(" + random.nextDouble() * 0.4 + ")");
      run(connection, insert.formatted(bed.table, i, 1));
      run(connection, random.nextInt(10) == 0 ? "rollback" : "commit");
    }
    await(connection.close());
  }

  private static void run(SqlConnection connection, String sql) {
    await(connection.query(sql).execute());
  }
}
