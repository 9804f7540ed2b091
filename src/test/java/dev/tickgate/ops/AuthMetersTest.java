package dev.tickgate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.auth.AuthFailure.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthMetersTest {
  @Test
  void tokensAreCountedByWhatBecameOfThem() {
    try (Meters meters = new Meters("test")) {
      AuthMeters auth = new AuthMeters(meters);

      auth.authenticated(Optional.empty());
      auth.authenticated(Optional.empty());
      auth.authenticated(Optional.of(Reason.WRONG_SIGNATURE));
      auth.revoked(3);

      assertThat(meters.scrape())
          .contains("tickgate_auth_total{result=\"ok\"} 2.0")
          .contains("tickgate_auth_total{result=\"wrong_signature\"} 1.0")
          .contains("tickgate_auth_total{result=\"expired\"} 0.0")
          .contains("tickgate_revocations_total 3.0");
    }
  }
}
