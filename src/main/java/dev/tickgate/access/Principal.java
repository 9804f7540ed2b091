package dev.tickgate.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authenticated client of a session, or an anonymous one.
 *
 * @param subject the user's id; empty for an anonymous client
 * @param claims its claims by name, each with one or more values
 * @param credential the token that identified it
 */
public record Principal(String subject, Map<String, List<String>> claims, Credential credential) {
  public static final Principal ANYBODY = new Principal("", Map.of(), Credential.NONE);

  public Principal {
    Map<String, List<String>> copy = new HashMap<>();
    claims.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    claims = Map.copyOf(copy);
  }

  /**
   * The token of a principal, without its secret.
   *
   * @param id identifies the token in a revocation; empty where it has none
   * @param session the login that it belongs to; empty where unknown
   * @param issued the time of issue; empty where unknown
   * @param expires the time at which the credential expires; empty for never
   */
  public record Credential(
      String id, String session, Optional<Instant> issued, Optional<Instant> expires) {
    public static final Credential NONE =
        new Credential("", "", Optional.empty(), Optional.empty());
  }

  public boolean isKnown() {
    return !subject.isEmpty();
  }

  /** Whether one of the claim's values is this one. */
  public boolean has(String claim, String value) {
    return claims.getOrDefault(claim, List.of()).contains(value);
  }
}
