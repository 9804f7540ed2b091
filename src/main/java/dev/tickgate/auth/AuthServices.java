package dev.tickgate.auth;

import java.util.Optional;

/**
 * How the clients of a node are known.
 *
 * @param desk what those who are known can have done; empty where nobody is
 */
public record AuthServices(Authenticator authenticator, Optional<TokenService> desk) {
  public static final AuthServices NONE = new AuthServices(Authenticator.OFF, Optional.empty());
}
