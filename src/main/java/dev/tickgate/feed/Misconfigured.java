package dev.tickgate.feed;

import io.vertx.pgclient.PgException;
import java.util.List;

/** The database answers that the feed cannot be read as it is configured. */
public final class Misconfigured extends RuntimeException {
  // Classes of SQLSTATE: data exception (an expression of a view fails for a row), no such database
  // or schema, not supported, not in that state (a view that was never refreshed), wrong name, type
  // or rights.
  private static final List<String> CLASSES = List.of("22", "3D", "3F", "0A", "55", "42");
  // In class 55: a lock was not available, which is temporary.
  private static final String LOCKED = "55P03";

  Misconfigured(String problem) {
    super(problem);
  }

  private Misconfigured(String problem, PgException cause) {
    super(problem, cause);
  }

  /**
   * Returns a {@link Misconfigured} for a refusal by the database, and any other failure unchanged.
   */
  static Throwable of(Feed feed, Throwable failure) {
    return failure instanceof PgException refused && isRefusal(refused.getSqlState())
        ? new Misconfigured(
            "the table %s cannot be read: %s (SQLSTATE %s)"
                .formatted(feed.table(), refused.getErrorMessage(), refused.getSqlState()),
            refused)
        : failure;
  }

  private static boolean isRefusal(String state) {
    return state != null && !state.equals(LOCKED) && CLASSES.stream().anyMatch(state::startsWith);
  }
}
