package dev.tickgate.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who a session speaks for.
 *
 * @param subject the user's id; empty for anybody
 * @param claims what is known of it, by name, each with one value or more
 * @param credential by what it was recognized
 */
public record Principal(String subject, Map<String, List<String>> claims, Credential credential) {
  public static final Principal ANYBODY = new Principal("", Map.of(), Credential.NONE);

  public Principal {
    Map<String, List<String>> copy = new HashMap<>();
    claims.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    claims = Map.copyOf(copy);
  }

  /**
   * What a principal showed.
   *
   * @param id by which it can be revoked alone; empty where it has none. Nobody can log in with it
   * @param session the login it belongs to; empty where that is not known
   * @param issued when; empty where that is not known
   * @param expires when the principal is nobody again; empty for never
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
