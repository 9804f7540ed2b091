package dev.tickgate.auth;

import dev.tickgate.hub.Principal;
import dev.tickgate.hub.Principal.Credential;
import java.time.Instant;

/**
 * What is not believed any more.
 *
 * @param at of a subject: what was issued by then, and what does not say when it was
 */
public record Revocation(Target target, Instant at) {
  /** What it is about. */
  public record Target(Kind kind, String value) {}

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
              && credential.issued().map(issued -> !issued.isAfter(at)).orElse(true);
      case TOKEN_ID -> credential.id().equals(target.value());
      case SESSION -> credential.session().equals(target.value());
    };
  }
}
