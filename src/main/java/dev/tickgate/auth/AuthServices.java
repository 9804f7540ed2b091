package dev.tickgate.auth;

import java.util.Optional;

/**
 * The authentication of the clients of a node.
 *
 * @param tokenService issues tickets and accepts revocations; empty without authentication
 */
public record AuthServices(Authenticator authenticator, Optional<TokenService> tokenService) {
  public static final AuthServices NONE = new AuthServices(Authenticator.OFF, Optional.empty());
}
