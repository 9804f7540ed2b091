package dev.tickgate.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a stream's rows, some late, some in the wrong order, some rolled back, some invalid, and
 * remembers which of them were committed. Several threads run one writer.
 */
final class Writer {
  private final String url;
  private final Stream stream;
  private final Instant start;
  private final AtomicLong numbers = new AtomicLong();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> abandoned = ConcurrentHashMap.newKeySet();
  private final TransactionThreads threads;

  Writer(String url, Stream stream, Instant start, Duration pause) {
    this.url = url;
    this.stream = stream;
    this.start = start;
    this.threads = new TransactionThreads(url, pause);
  }

  Set<String> acknowledged() {
    return acknowledged;
  }

  Set<String> abandoned() {
    return abandoned;
  }

  void start(int count, Random random) {
    threads.start("writer-" + stream.feed(), count, random, this::transaction);
  }

  /** Returns when the last transaction is over. */
  void stop() throws InterruptedException {
    threads.stop();
  }

  private void transaction(Connection connection, Random random) throws SQLException {
    List<Long> kept = new ArrayList<>();
    List<Long> undone = new ArrayList<>();
    int rows = 1 + random.nextInt(4);
    long first = numbers.getAndAdd(rows);
    for (int i = 0; i < rows; i++) {
      // The highest first: keys do not come in order even within a transaction.
      write(connection, random, first + rows - 1 - i, kept, undone);
    }
    if (random.nextInt(10) == 0) {
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_000)).toNanos());
    }
    if (random.nextInt(10) == 0) {
      connection.rollback();
      undone.addAll(kept);
    } else {
      connection.commit();
      kept.forEach(number -> acknowledged.add(Stream.row(start, number)));
    }
    undone.forEach(number -> abandoned.add(Stream.row(start, number)));
  }

  private void write(
      Connection connection, Random random, long number, List<Long> kept, List<Long> undone)
      throws SQLException {
    int dice = random.nextInt(20);
    if (dice == 0) {
      insert(connection, number, false);
    } else if (dice < 3) {
      Savepoint savepoint = connection.setSavepoint();
      insert(connection, number, true);
      connection.rollback(savepoint);
      undone.add(number);
    } else if (dice < 6) {
      Savepoint savepoint = connection.setSavepoint();
      insert(connection, number, true);
      connection.releaseSavepoint(savepoint);
      kept.add(number);
    } else {
      insert(connection, number, true);
      kept.add(number);
    }
  }

  private void insert(Connection connection, long number, boolean valid) throws SQLException {
    String sql = "insert into %s (time, bid, ask) values (?, ?, ?)".formatted(stream.table());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(start.plusMillis(number)));
      statement.setBigDecimal(2, valid ? Stream.bid(number) : Stream.bid(number).negate());
      statement.setBigDecimal(3, Stream.ask(number));
      statement.executeUpdate();
    }
  }

  /** Thousands of rows in one transaction. */
  void burst(int rows) throws SQLException {
    long first = numbers.getAndAdd(rows);
    String sql =
        "insert into %s (time, bid, ask) select ?::timestamptz + n * interval '1 ms', (? + n) / 1000.0, (? + n) / 1000.0 + 0.004 from generate_series(0, ?) n"
            .formatted(stream.table());
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(start.plusMillis(first)));
      statement.setLong(2, 100_000 + first);
      statement.setLong(3, 100_000 + first);
      statement.setInt(4, rows - 1);
      statement.executeUpdate();
    }
    for (long number = first; number < first + rows; number++) {
      acknowledged.add(Stream.row(start, number));
    }
  }
}
