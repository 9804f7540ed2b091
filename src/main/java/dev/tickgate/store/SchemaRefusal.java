package dev.tickgate.store;

import io.vertx.pgclient.PgException;

/**
 * The user may not create Tickgate's tables. The exception has the SQLSTATE of the server's
 * refusal, by which callers distinguish it from an outage, and a message with the statement that
 * grants the right.
 */
final class SchemaRefusal extends PgException {
  private static final long serialVersionUID = 1;
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  SchemaRefusal(String problem) {
    super(problem, "ERROR", INSUFFICIENT_PRIVILEGE, null);
  }

  @Override
  public String getMessage() {
    return getErrorMessage();
  }
}
