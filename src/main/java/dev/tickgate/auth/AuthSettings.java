package dev.tickgate.auth;

import dev.tickgate.access.Grantee;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of authentication.
 *
 * @param sessions opaque tokens in a table of the application
 * @param apiKeys by the SHA-256 of each
 * @param admins the principals that may revoke tokens
 * @param lifetime the longest lifetime of a token
 * @param leeway how far the clock of an issuer may differ from that of the node
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

  /** Whether any kind of token is configured. */
  public boolean isOn() {
    return jwt.isPresent() || sessions.isPresent() || !apiKeys.isEmpty();
  }

  /**
   * The settings of opaque tokens.
   *
   * @param query finds the row of the token {@code $1}
   * @param cache the time for which its result may be used again
   */
  public record Sessions(String query, Duration cache) {}

  /** The name and the claims of an API key. */
  public record ApiKey(String name, Map<String, List<String>> claims) {}
}
