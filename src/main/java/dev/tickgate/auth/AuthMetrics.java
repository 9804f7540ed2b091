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

  /** A token was shown. */
  void authenticated(Optional<AuthFailure.Reason> refused);

  /** This node has learned of so many revocations. */
  void revoked(int revocations);
}
