package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many writers of the outbox, while its leaders die and removals break. */
class OutboxConcurrencyIT {
  private static final int WRITERS = 12;
  private static final int TRANSACTIONS = 60;
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final OutboxFixture outbox = new OutboxFixture(vertx);
  @Fixture private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

  @Test
  void whatIsCommittedIsPublishedOnceAndInTheOrderOfItsWriter() throws Exception {
    OutboxFixture.Running leader = outbox.startReading("0");
    List<Future<List<String>>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      writers.add(threads.submit(new Writer(writer, outbox.database.options())));
    }

    for (int i = 1; writers.stream().anyMatch(writer -> !writer.isDone()); i++) {
      OutboxFixture.Running next = outbox.start(Integer.toString(i));
      breakConnections(20);
      outbox.kill(leader);
      await().until(next::leads);
      leader = next;
    }

    List<String> committed = new ArrayList<>();
    for (Future<List<String>> writer : writers) {
      committed.addAll(writer.get());
    }
    await().until(() -> outbox.rows() == 0);
    List<String> journal =
        outbox.database.run("select body from tickgate.journal order by seq").stream()
            .map(row -> new JsonObject(row.getString(0)).getString("text"))
            .toList();
    assertThat(journal).containsExactlyInAnyOrderElementsOf(committed);
    for (int writer = 0; writer < WRITERS; writer++) {
      String own = writer + ":";
      assertThat(journal.stream().filter(text -> text.startsWith(own)))
          .containsExactlyElementsOf(
              committed.stream().filter(text -> text.startsWith(own)).toList());
    }
    assertThat(outbox.heard.stream().map(Object::toString).distinct()).hasSize(committed.size());
  }

  /** Of the leader, in the midst of reads and removals. */
  private void breakConnections(int times) {
    for (int i = 0; i < times; i++) {
      outbox.database.run(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
              + " and application_name = 'tickgate' and query like '%tickgate.outbox%'"
              + " and state <> 'idle'");
    }
  }

  /** Commits, rolls back, and takes back to savepoints; the committed texts in its order. */
  private record Writer(int number, PgConnectOptions options) implements Callable<List<String>> {
    @Override
    public List<String> call() throws SQLException {
      Random random = new Random(number);
      List<String> committed = new ArrayList<>();
      String url =
          "jdbc:postgresql://%s:%d/%s?user=%s"
              .formatted(
                  options.getHost(), options.getPort(), options.getDatabase(), options.getUser());
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
          List<String> texts = new ArrayList<>();
          int rows = 1 + random.nextInt(20);
          for (int row = 0; row < rows; row++) {
            String text = "%d:%d:%d".formatted(number, transaction, row);
            Savepoint savepoint = random.nextInt(4) == 0 ? connection.setSavepoint() : null;
            insert(statement, random.nextInt(5), text);
            if (savepoint == null) {
              texts.add(text);
            } else {
              connection.rollback(savepoint);
            }
          }
          if (random.nextInt(10) == 0) {
            statement.execute("select pg_sleep(0.3)");
          }
          if (random.nextInt(5) == 0) {
            connection.rollback();
          } else {
            connection.commit();
            committed.addAll(texts);
          }
        }
      }
      return committed;
    }

    private static void insert(Statement statement, int topic, String text) throws SQLException {
      statement.executeUpdate(
          "insert into tickgate.outbox (topic, payload) values ('events.%d', '{\"text\": \"%s\"}')"
              .formatted(topic, text));
    }
  }
}
