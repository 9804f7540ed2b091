package dev.tickgate.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes rows of the outbox, in transactions some of which commit late or roll back; some rows
 * repeat the key of an earlier one. Several threads run one writer.
 */
final class OutboxWriter {
  private static final String INSERT =
      "insert into tickgate.outbox (topic, key, payload) values (?, ?, ?::json)";
  private static final int LATEST = 60;

  private final Map<EventTopic, EventLedger> ledgers;
  private final AtomicLong numbers = new AtomicLong();
  private final TransactionThreads threads;

  OutboxWriter(String url, Map<EventTopic, EventLedger> ledgers, Duration pause) {
    this.ledgers = ledgers;
    this.threads = new TransactionThreads(url, pause);
  }

  void start(int count, Random random) {
    threads.start("outbox-writer", count, random, this::transaction);
  }

  /** Returns when the last transaction is over. */
  void stop() throws InterruptedException {
    threads.stop();
  }

  private void transaction(Connection connection, Random random) throws SQLException {
    List<Long> kept = new ArrayList<>();
    List<Long> undone = new ArrayList<>();
    try {
      int rows = 1 + random.nextInt(4);
      for (int i = 0; i < rows; i++) {
        write(connection, random, kept, undone);
      }
      if (random.nextInt(10) == 0) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(2_000)).toNanos());
      }
      if (random.nextInt(8) == 0) {
        connection.rollback();
        undone.addAll(kept);
      } else {
        connection.commit();
        kept.forEach(number -> ledger(number).acknowledge(name(number)));
      }
    } catch (SQLException e) {
      // The database is down: whether a commit was done is not known.
      kept.forEach(number -> ledger(number).leaveOpen(name(number)));
      throw e;
    } finally {
      undone.forEach(number -> ledger(number).rollBack(name(number)));
    }
  }

  private void write(Connection connection, Random random, List<Long> kept, List<Long> undone)
      throws SQLException {
    long number = random.nextInt(6) == 0 ? repeated(random) : numbers.getAndIncrement();
    int dice = random.nextInt(20);
    if (dice < 2) {
      Savepoint savepoint = connection.setSavepoint();
      insert(connection, number);
      connection.rollback(savepoint);
      undone.add(number);
    } else {
      kept.add(number);
      insert(connection, number);
    }
  }

  /** An even number, whose key an earlier row may have. */
  private long repeated(Random random) {
    long latest = numbers.get() - random.nextInt(LATEST);
    return Math.max(0, latest - latest % 2);
  }

  private void insert(Connection connection, long number) throws SQLException {
    EventTopic topic = topic(number);
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, topic.topic());
      statement.setString(2, number % 2 == 0 ? "chaos-" + number : null);
      statement.setString(3, topic.payload(name(number)));
      statement.executeUpdate();
    }
  }

  private EventLedger ledger(long number) {
    return ledgers.get(topic(number));
  }

  /** Both topics get rows with a key (even numbers) and rows without. */
  private static EventTopic topic(long number) {
    EventTopic[] topics = EventTopic.values();
    return topics[(int) (number / 2 % topics.length)];
  }

  private static String name(long number) {
    return "outbox-" + number;
  }
}
