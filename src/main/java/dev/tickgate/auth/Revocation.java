package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A revocation of tokens.
 *
 * @param until of a subject: a token issued by then is revoked, and so is one without an issue time
 */
public record Revocation(Target target, Instant until) {
  /**
   * The revoked subject, token or session.
   *
   * @param value for a token its hash, in lower case
   */
  public record Target(Kind kind, String value) {
    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{64}");

    public Target {
      // Also where it is the id of a signed one: those that it is compared with are Targets, too.
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
