package dev.tickgate.lead;

import io.vertx.pgclient.PgException;

/** Tells a database that refuses the use of our own tables from one that does not answer. */
public final class CoordinationRefusal {
  private CoordinationRefusal() {}

  /** Whether our tables are missing or may not be used, which only an operator can change. */
  public static boolean is(Throwable failure) {
    return failure instanceof PgException refused
        && refused.getSqlState() != null
        && (refused.getSqlState().startsWith("42") || refused.getSqlState().startsWith("3F"));
  }
}
