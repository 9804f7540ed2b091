package dev.tickgate.feed;

import io.vertx.pgclient.PgException;
import java.util.List;

/** The database answers, and what it answers is that the feed cannot be read as it is set up. */
public final class Misconfigured extends RuntimeException {
  // Classes of SQLSTATE: data exception (an expression of a view fails over a row), no such
  // database or schema, not supported, not in that state (a view that was never refreshed), wrong
  // name, type or rights.
  private static final List<String> CLASSES = List.of("22", "3D", "3F", "0A", "55", "42");
  // Of the class 55: a lock was not to be had, which passes.
  private static final String LOCKED = "55P03";

  Misconfigured(String problem) {
    super(problem);
  }

  private Misconfigured(String problem, PgException cause) {
    super(problem, cause);
  }

  /** The same failure, told apart from one to answer. */
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
