package dev.tickgate.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Takes the database away from its users, or a part of it. */
final class DatabaseFaults {
  private static final Duration UNDONE = Patience.ofSeconds(60);
  private static final String BREAK =
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tickgate'";
  private static final String READ_ONLY = "alter system set default_transaction_read_only = on";
  private static final String WRITABLE = "alter system reset default_transaction_read_only";
  private static final String RELOAD = "select pg_reload_conf()";

  private final Database database;

  DatabaseFaults(Database database) {
    this.database = database;
  }

  /** Empty where another fault has the database, or took it away. */
  Optional<Ongoing> begin(Fault fault) throws IOException {
    try {
      return switch (fault.kind()) {
        case BREAK_CONNECTIONS -> breakConnections();
        case LOCK_TABLE -> lock(Site.STREAMS.get(fault.target() % Site.STREAMS.size()));
        case CRASH_DATABASE -> owned(this::crash);
        case READ_ONLY -> owned(this::readOnly);
        case DISK_FULL -> owned(this::fill);
        default -> throw new IllegalArgumentException(fault.kind() + " is no fault of a database");
      };
    } catch (SQLException e) {
      return Optional.empty(); // it is down already
    }
  }

  /** A fault of a database that no other fault has. */
  interface Owned {
    Ongoing begin() throws IOException, SQLException;
  }

  Optional<Ongoing> owned(Owned fault) throws IOException, SQLException {
    if (!database.take()) {
      return Optional.empty();
    }
    try {
      Ongoing ongoing = fault.begin();
      return Optional.of(
          new Ongoing(
              ongoing.whom(),
              () -> {
                ongoing.undo().run();
                database.giveBack();
              }));
    } catch (IOException | SQLException e) {
      database.giveBack();
      throw e;
    }
  }

  private Optional<Ongoing> breakConnections() throws SQLException {
    database.sql().execute(BREAK);
    return Optional.of(Ongoing.done("database"));
  }

  private Ongoing crash() throws IOException {
    database.crash();
    return new Ongoing("database", database::start);
  }

  private Optional<Ongoing> lock(Stream stream) throws SQLException {
    Connection connection = DriverManager.getConnection(database.sql().url());
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table " + stream.table() + " in access exclusive mode");
      return Optional.of(new Ongoing(stream.table(), connection::close));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Ongoing readOnly() throws SQLException {
    database.sql().execute(READ_ONLY);
    database.sql().execute(RELOAD);
    return new Ongoing("database", () -> untilDone(this::writable));
  }

  private void writable() throws SQLException {
    database.sql().execute(WRITABLE);
    database.sql().execute(RELOAD);
  }

  private Ongoing fill() throws IOException {
    database.disk().fill();
    return new Ongoing(
        "disk",
        () -> {
          database.disk().free();
          untilDone(this::answer);
        });
  }

  private void answer() throws IOException, SQLException {
    if (!database.isRunning()) {
      database.start();
    }
    database.sql().execute("select 1");
  }

  private static void untilDone(Ongoing.Undo attempt) {
    Awaitility.await()
        .atMost(UNDONE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(
            () -> {
              attempt.run();
              return true;
            });
  }
}
