package dev.tickgate.auth;

import java.util.Optional;

/**
 * How the clients of a node are known.
 *
 * @param desk what those who are known can have done; empty where nobody is
 */
public record Identities(Authenticator authenticator, Optional<Desk> desk) {
  public static final Identities NONE = new Identities(Authenticator.OFF, Optional.empty());
}
