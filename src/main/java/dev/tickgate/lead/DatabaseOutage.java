package dev.tickgate.lead;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Distinguishes an outage of a database from a refused statement and from faults of Tickgate. An
 * outage affects all processes, and no other process could serve clients better. So it makes no
 * process unready.
 */
public final class DatabaseOutage {
  private DatabaseOutage() {}

  public static boolean is(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof ClosedConnectionException
        || failure instanceof PgException told && isOfTheServer(told.getSqlState());
  }

  // Class 08: connections; 53: resources, also a full disk; 57: a shutdown or a cancelled query.
  private static boolean isOfTheServer(String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57"));
  }

  /**
   * The problem to report in the readiness of a source; empty where the database does not answer.
   */
  public static Optional<String> problemBeside(Throwable failure) {
    return is(failure) ? Optional.empty() : Optional.of(String.valueOf(failure.getMessage()));
  }
}
