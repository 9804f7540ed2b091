package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;

/** Whose token it is. Any event loop may ask. */
@FunctionalInterface
public interface Authenticator {
  /** Where nobody is known by a token: tokens are not looked at. */
  Authenticator OFF = token -> Future.succeededFuture(Principal.ANYBODY);

  /**
   * @return failed with an {@link AuthFailure} where it is nobody's. Completes on the caller's
   *     event loop, and what it says is true in that turn of the loop
   */
  Future<Principal> authenticate(Token token);
}
