package dev.tickgate.store;

import java.util.Optional;

/**
 * A database of the configuration.
 *
 * @param listenUrl the same database without its pooler, for connections that need a session of
 *     their own
 */
public record DatabaseSettings(DatabaseUrl url, Pooling pooling, Optional<DatabaseUrl> listenUrl) {
  /** Creates the settings of a database without a pooler. */
  public static DatabaseSettings of(DatabaseUrl url) {
    return new DatabaseSettings(url, Pooling.SESSION, Optional.empty());
  }

  /** The URL for LISTEN and session locks; empty where there is none. */
  public Optional<DatabaseUrl> sessionUrl() {
    return listenUrl.or(() -> pooling == Pooling.SESSION ? Optional.of(url) : Optional.empty());
  }
}
