package dev.tickgate.auth;

import java.util.Optional;

/**
 * How the clients of a node are known.
 *
 * @param tokenService issues tickets and takes revocations; empty without authentication
 */
public record AuthServices(Authenticator authenticator, Optional<TokenService> tokenService) {
  public static final AuthServices NONE = new AuthServices(Authenticator.OFF, Optional.empty());
}
