package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Transactions on the table {@code quotes} of {@link LargeWindowIT} that stay open over looks, with
 * savepoints, and write keys of any place.
 */
final class WindowWriters {
  private static final int WRITERS = 6;

  private final Random random;
  private final List<Writer> writers = new ArrayList<>();
  private final int rows;
  private int newest;

  WindowWriters(DatabaseFixture database, int rows, Random random) {
    this.rows = rows;
    this.newest = rows;
    this.random = random;
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer(await(database.pool().getConnection())));
    }
  }

  private static final class Writer {
    private final SqlConnection connection;
    private boolean open;

    Writer(SqlConnection connection) {
      this.connection = connection;
    }

    void run(String sql) {
      await(connection.query(sql).execute());
    }
  }

  void act() {
    for (int i = random.nextInt(8); i > 0; i--) {
      Writer writer = writers.get(random.nextInt(WRITERS));
      if (!writer.open) {
        writer.run("begin");
        writer.open = true;
      }
      switch (random.nextInt(6)) {
        case 0 -> end(writer, "commit");
        case 1 -> end(writer, random.nextInt(4) == 0 ? "rollback" : "commit");
        case 2 -> {
          writer.run("savepoint s");
          insert(writer);
          writer.run(random.nextBoolean() ? "rollback to s" : "release s");
        }
        default -> insert(writer);
      }
    }
  }

  private static void end(Writer writer, String how) {
    writer.run(how);
    writer.open = false;
  }

  // A row between two that are there, or one behind all.
  private void insert(Writer writer) {
    boolean late = random.nextInt(4) > 0;
    int n = late ? rows - random.nextInt(rows * 3 / 4) : ++newest;
    writer.run(
        "insert into quotes select 2 * %1$d %2$s 1, (select max(time) from quotes where id = 2 * %3$d) + (%1$d - %3$d) * interval '4 ms' %2$s interval '1 ms', 2, 2 on conflict do nothing"
            .formatted(n, late ? "-" : "+", rows));
  }

  void end() {
    for (Writer writer : writers) {
      if (writer.open) {
        end(writer, "commit");
      }
      await(writer.connection.close());
    }
  }
}
