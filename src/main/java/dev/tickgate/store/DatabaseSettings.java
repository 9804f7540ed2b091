package dev.tickgate.store;

import java.util.Optional;

/**
 * A database of the configuration.
 *
 * @param listenUrl the same database past its pooler, for connections that need a session of their
 *     own
 */
public record DatabaseSettings(DatabaseUrl url, Pooling pooling, Optional<DatabaseUrl> listenUrl) {
  /** Without a pooler. */
  public static DatabaseSettings of(DatabaseUrl url) {
    return new DatabaseSettings(url, Pooling.SESSION, Optional.empty());
  }

  /** Where LISTEN and locks of a session work; empty: nowhere. */
  public Optional<DatabaseUrl> sessionUrl() {
    return listenUrl.or(() -> pooling == Pooling.SESSION ? Optional.of(url) : Optional.empty());
  }
}
