package dev.tickgate.lead;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Tells a database that does not answer from one that refuses, and from faults of our own. It is
 * away for all processes: none could serve clients better, so it makes none of them unready.
 */
public final class DatabaseOutage {
  private DatabaseOutage() {}

  public static boolean is(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof ClosedConnectionException
        || failure instanceof PgException told && isOfTheServer(told.getSqlState());
  }

  // Connections; resources, which includes a full disk; an operator's stop and a cancelled query.
  private static boolean isOfTheServer(String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57"));
  }

  /** For the readiness of a source; empty where the database does not answer. */
  public static Optional<String> problemBeside(Throwable failure) {
    return is(failure) ? Optional.empty() : Optional.of(String.valueOf(failure.getMessage()));
  }
}
