package dev.tickgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.Revocation.Kind;
import dev.tickgate.auth.Revocation.Target;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationTest {
  @ParameterizedTest
  @CsvSource({
    "ab, ab, ab, true",
    "ab, AB, ab, true",
    "ab, ab, AB, true",
    "ab, ac, ab, false",
    // A name of the issuer's, which is not a hash: as it is written.
    "t, T, t, false",
  })
  void theHashOfATokenMayBeWrittenInEitherCase(
      String part, String revoked, String shown, boolean concerned) {
    int times = part.length() == 2 ? 32 : 1;
    Target target = new Target(Kind.TOKEN_ID, revoked.repeat(times));
    Credential credential =
        new Credential(shown.repeat(times), "", Optional.empty(), Optional.empty());
    Principal principal = new Principal("7", Map.of(), credential);

    assertThat(new Revocation(target, Instant.EPOCH).concerns(principal)).isEqualTo(concerned);
    assertThat(new Target(Kind.TOKEN_ID, shown.repeat(times)).equals(target)).isEqualTo(concerned);
  }
}
