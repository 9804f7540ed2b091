package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;

/** Verifies tokens. Any event loop may call. */
@FunctionalInterface
public interface Authenticator {
  /** Without authentication: tokens are not checked. */
  Authenticator OFF = token -> Future.succeededFuture(Principal.ANYBODY);

  /**
   * @return the principal of the token; fails with an {@link AuthFailure} if the token is invalid.
   *     Completes on the event loop of the caller, and is correct in that turn of the loop
   */
  Future<Principal> authenticate(Token token);
}
