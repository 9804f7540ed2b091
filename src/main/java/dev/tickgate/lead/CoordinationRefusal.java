package dev.tickgate.lead;

import io.vertx.pgclient.PgException;

/**
 * Distinguishes a database that refuses access to Tickgate's tables from one that does not answer.
 */
public final class CoordinationRefusal {
  private CoordinationRefusal() {}

  /**
   * Whether Tickgate's tables are missing or the user has no right to them. Only an operator can
   * change that.
   */
  public static boolean is(Throwable failure) {
    return failure instanceof PgException refused
        && refused.getSqlState() != null
        && (refused.getSqlState().startsWith("42") || refused.getSqlState().startsWith("3F"));
  }
}
