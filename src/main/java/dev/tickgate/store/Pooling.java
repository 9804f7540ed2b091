package dev.tickgate.store;

import java.util.Locale;

/**
 * How long a connection to the database keeps its session; depends on the pooler in front of it.
 */
public enum Pooling {
  /** As long as the connection: no pooler, or one in session mode. */
  SESSION,
  /** For one transaction: prepared statements, LISTEN and locks end with it. */
  TRANSACTION;

  /** The name in the configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
