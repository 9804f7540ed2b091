package dev.tickgate.auth;

import dev.tickgate.access.Grantee;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By what clients are known.
 *
 * @param sessions whose tokens are in a table
 * @param apiKeys by the SHA-256 of each
 * @param admins who may revoke
 * @param lifetime no token may live longer, so that a revocation need not be kept for longer
 * @param leeway how far the clock of an issuer may differ from ours
 */
public record AuthSettings(
    Optional<JwtSettings> jwt,
    Optional<Sessions> sessions,
    Map<String, ApiKey> apiKeys,
    Grantee admins,
    Duration lifetime,
    Duration leeway) {
  public AuthSettings {
    apiKeys = Map.copyOf(apiKeys);
  }

  /** Whether anybody is known by anything. */
  public boolean isOn() {
    return jwt.isPresent() || sessions.isPresent() || !apiKeys.isEmpty();
  }

  /**
   * Opaque tokens.
   *
   * @param query finds the row of the token {@code $1}
   * @param cache how long what it found may be used again
   */
  public record Sessions(String query, Duration cache) {}

  /** A publisher. */
  public record ApiKey(String name, Map<String, List<String>> claims) {}
}
