package dev.tickgate.store;

import java.util.Locale;

/** How long a connection to the database keeps its session; decided by a pooler in front of it. */
public enum Pooling {
  /** As long as the connection: no pooler, or one in session mode. */
  SESSION,
  /** For one transaction: nothing may be prepared, listened to or locked beyond it. */
  TRANSACTION;

  /** As in the configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
