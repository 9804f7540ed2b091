package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A revocation of tokens.
 *
 * @param until for a subject: a token issued by then is revoked, and so is one without an issue
 *     time
 */
public record Revocation(Target target, Instant until) {
  /**
   * The revoked subject, token or session.
   *
   * @param value for a token its hash, in lower case, or its id
   */
  public record Target(Kind kind, String value) {
    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{64}");

    public Target {
      // Also converts an id of a signed token that looks like a hash: it is compared with Targets
      // only.
      if (kind == Kind.TOKEN_ID && HASH.matcher(value).matches()) {
        value = value.toLowerCase(Locale.ROOT);
      }
    }
  }

  public enum Kind {
    SUBJECT,
    TOKEN_ID,
    SESSION
  }

  boolean concerns(Principal principal) {
    Credential credential = principal.credential();
    return switch (target.kind()) {
      case SUBJECT ->
          principal.subject().equals(target.value())
              && credential.issued().map(issued -> !issued.isAfter(until)).orElse(true);
      case TOKEN_ID -> new Target(Kind.TOKEN_ID, credential.id()).equals(target);
      case SESSION -> credential.session().equals(target.value());
    };
  }
}
