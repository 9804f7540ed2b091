package dev.tickgate.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Many connections that write into two tables at once: commits late, in another order than the
 * keys, with savepoints, more of them than PostgreSQL keeps in shared memory, and roll-backs; while
 * rows are frozen, and one transaction is open all the while. The bid of a row is the number of its
 * transaction.
 */
final class UnrulyWriters implements AutoCloseable {
  static final String BY_SERIAL = "many_by_serial";
  static final String BY_TIME = "many_by_time";
  private static final String SERIAL =
      "insert into many_by_serial (time, bid, ask) select clock_timestamp(), %1$d, %1$d"
          + " from generate_series(1, %2$d)";
  // Some seconds around now, so that neither the order of keys nor that of commits is the other.
  private static final String TIME =
      "insert into many_by_time select now() + (random() - 0.5) * interval '4 seconds', %1$d, %1$d"
          + " from generate_series(1, %2$d) on conflict do nothing";
  private static final String NESTED =
      "do $$ begin for i in 1..70 loop begin %s;"
          + " if i %% 7 = 0 then raise exception 'undone'; end if;"
          + " exception when raise_exception then null; end; end loop; end $$";
  private static final Duration BETWEEN_FREEZES = Duration.ofMillis(300);

  private final String url;
  private final int writers;
  private final long rows;
  private final ExecutorService threads;
  private final AtomicInteger transactions = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  // By the number of the transaction; System.nanoTime() when its commit was known.
  private final AtomicLongArray committed;

  UnrulyWriters(String url, int writers, long rows) {
    this.url = url;
    this.writers = writers;
    this.rows = rows;
    this.threads = Executors.newFixedThreadPool(writers + 2);
    this.committed = new AtomicLongArray((int) rows + writers + 1);
  }

  static String createTables() {
    return """
        create table many_by_serial
          (id bigserial primary key, time timestamptz, bid numeric, ask numeric);
        create table many_by_time (time timestamptz primary key, bid numeric, ask numeric);
        insert into many_by_serial (time, bid, ask) values (now(), 1000000000, 1000000000);
        insert into many_by_time values (now(), 1000000000, 1000000000)
        """;
  }

  /** When the commit of a transaction was known; 0 before. */
  long committed(long transaction) {
    return transaction < committed.length() ? committed.get((int) transaction) : 0;
  }

  /** Returns when about so many rows are committed. */
  void write() throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      Random random = new Random(writer);
      running.add(threads.submit(() -> connected(connection -> write(connection, random))));
    }
    running.add(threads.submit(() -> connected(this::stayOpen)));
    running.add(threads.submit(() -> connected(this::freeze)));
    for (Future<?> end : running) {
      end.get();
    }
  }

  /** The work on a connection. */
  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  private Void connected(Work work) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      work.on(connection);
    }
    return null;
  }

  private boolean isDone() {
    return written.get() >= rows;
  }

  private void write(Connection connection, Random random) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      while (!isDone()) {
        write(connection, statement, random);
      }
    }
  }

  private void write(Connection connection, Statement statement, Random random)
      throws SQLException {
    int number = transactions.incrementAndGet();
    String insert = random.nextBoolean() ? SERIAL : TIME;
    long inserted = statement.executeUpdate(insert.formatted(number, 1 + random.nextInt(60)));
    statement.execute("savepoint s");
    long more = statement.executeUpdate(insert.formatted(number, 1 + random.nextInt(10)));
    if (random.nextBoolean()) {
      statement.execute("rollback to s");
    } else {
      inserted += more;
    }
    if (random.nextInt(50) == 0) {
      statement.execute(NESTED.formatted(insert.formatted(number, 1)));
    }
    if (random.nextInt(10) == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000)));
    }
    if (random.nextInt(10) == 0) {
      connection.rollback();
    } else {
      connection.commit();
      committed.set(number, System.nanoTime());
      written.addAndGet(inserted);
    }
  }

  /** From a tenth of the rows to half of them. */
  private void stayOpen(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    while (written.get() < rows / 10) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    int number = transactions.incrementAndGet();
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(SERIAL.formatted(number, 1));
      statement.executeUpdate(TIME.formatted(number, 1));
      while (written.get() < rows / 2) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      connection.commit();
      committed.set(number, System.nanoTime());
    }
  }

  private void freeze(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      while (!isDone()) {
        statement.execute("vacuum (freeze) many_by_serial");
        statement.execute("vacuum (freeze) many_by_time");
        LockSupport.parkNanos(BETWEEN_FREEZES.toNanos());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
