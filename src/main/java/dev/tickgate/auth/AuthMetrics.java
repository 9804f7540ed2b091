package dev.tickgate.auth;

import java.util.Optional;

/** Events of authentication, for operators. Called from any event loop. */
public interface AuthMetrics {
  AuthMetrics NONE =
      new AuthMetrics() {
        @Override
        public void authenticated(Optional<AuthFailure.Reason> refused) {}

        @Override
        public void revoked(int revocations) {}
      };

  /** A token was accepted, or refused for that reason. */
  void authenticated(Optional<AuthFailure.Reason> refused);

  /** This node has read that many new revocations. */
  void revoked(int revocations);
}
