package dev.tickgate.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run transactions of one database until they are stopped; after a failure a thread
 * opens another connection.
 */
final class TransactionThreads {
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

  private final String url;
  private final WorkerThreads threads;

  /**
   * @param pause the mean time between two transactions of a thread
   */
  TransactionThreads(String url, Duration pause) {
    this.url = url;
    this.threads = new WorkerThreads(pause);
  }

  /** One transaction, which commits or rolls back. */
  @FunctionalInterface
  interface Transaction {
    void run(Connection connection, Random random) throws SQLException;
  }

  void start(String name, int count, Random random, Transaction transaction) {
    threads.start(name, count, random, own -> run(own, transaction));
  }

  /** Returns when the last transaction is over. */
  void stop() throws InterruptedException {
    threads.stop();
    threads.join();
  }

  private void run(Random random, Transaction transaction) {
    while (!threads.isStopped()) {
      try (Connection connection = DriverManager.getConnection(url)) {
        connection.setAutoCommit(false);
        while (!threads.isStopped()) {
          transaction.run(connection, random);
          threads.pause(random);
        }
      } catch (SQLException e) {
        // The database is down: it has rolled back, or the outcome of a commit is unknown.
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
      }
    }
  }
}
