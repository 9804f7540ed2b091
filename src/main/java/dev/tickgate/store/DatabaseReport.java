package dev.tickgate.store;

import java.util.Locale;

/**
 * The description of a database after a connection to it.
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
    /**
     * Gives a client connection one server connection until it is closed, as far as was observed.
     */
    SESSION,
    /** Gives a client connection a server connection for each transaction. */
    TRANSACTION;

    /** The name for operators. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
