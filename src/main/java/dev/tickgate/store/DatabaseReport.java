package dev.tickgate.store;

import java.util.Locale;

/**
 * A database that was connected to.
 *
 * @param server host and port
 * @param version as in {@code server_version}: {@code 17.6}
 * @param encrypted whether the connection to the server, or to the pooler before it, uses TLS
 * @param readOnly whether it refuses writes
 */
public record DatabaseReport(
    String server,
    String database,
    String user,
    String version,
    boolean encrypted,
    boolean readOnly,
    Pooler pooler) {
  /** The kind of pooler between Tickgate and the server. */
  public enum Pooler {
    NONE,
    /** Gives a connection the same server connection as long as it lives, as far as was seen. */
    SESSION,
    /** Gives it another one for each transaction. */
    TRANSACTION;

    /** For a person. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
