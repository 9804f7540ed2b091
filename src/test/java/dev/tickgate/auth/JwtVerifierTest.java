package dev.tickgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure.Reason;
import dev.tickgate.auth.SignedTokens.Forgery;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JwtVerifierTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final SignedTokens TOKENS = new SignedTokens(NOW);

  private static final Map<String, Forgery> FORGERIES = TOKENS.forgeries();

  static Set<String> forgeries() {
    return FORGERIES.keySet();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void aForgedTokenIsRefusedForWhatIsWrongWithIt(String name) {
    Forgery forgery = FORGERIES.get(name);

    Future<Principal> answer = TOKENS.authenticator().authenticate(new Token(forgery.token()));

    assertThat(answer.failed()).isTrue();
    assertThat(((AuthFailure) answer.cause()).reason()).isEqualTo(forgery.reason());
  }

  @Test
  void aGoodTokenSaysWhoItIsFor() {
    Principal principal = TOKENS.authenticator().authenticate(new Token(TOKENS.good())).result();

    assertThat(principal.subject()).isEqualTo("7");
    assertThat(principal.claims()).containsEntry("role", List.of("staff", "admin"));
    assertThat(principal.claims()).containsEntry("sub", List.of("7")).doesNotContainKey("exp");
    assertThat(principal.credential().id()).isEqualTo("t1");
    assertThat(principal.credential().session()).isEqualTo("s1");
    assertThat(principal.credential().issued()).contains(NOW);
    assertThat(principal.credential().expires()).contains(NOW.plusSeconds(605));
  }

  @Test
  void theLeewayIsForBothEndsOfATokensTime() {
    String early = TOKENS.signed(TOKENS.claims().put("nbf", NOW.getEpochSecond() + 5));

    assertThat(at(NOW, early).succeeded()).isTrue();
    assertThat(at(NOW.plusSeconds(604), TOKENS.good()).succeeded()).isTrue();
    assertThat(at(NOW.plusSeconds(605), TOKENS.good()).failed()).isTrue();
  }

  private static Future<Principal> at(Instant now, String token) {
    return verifier(Algorithm.RS256, Algorithm.RS256.publicKey(TOKENS.pem()), now).verify(token);
  }

  private static JwtVerifier verifier(Algorithm algorithm, KeySource keys, Instant now) {
    JwtSettings settings =
        new JwtSettings(
            algorithm,
            Optional.of(keys),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            KeySet.Pace.DEFAULT);
    return new JwtVerifier(settings, Duration.ofSeconds(5), keys, InstantSource.fixed(now));
  }

  @Test
  void hs256TakesTheSecretAndNothingElse() {
    JwtVerifier verifier = verifier(Algorithm.HS256, Algorithm.secret(SignedTokens.SECRET), NOW);
    String payload = TOKENS.claims().encode();
    byte[] secret = SignedTokens.SECRET.getBytes(StandardCharsets.UTF_8);
    byte[] other = "another secret of some thirty-two bytes".getBytes(StandardCharsets.UTF_8);

    assertThat(
            verifier
                .verify(SignedTokens.hs256(SignedTokens.header("HS256"), payload, secret))
                .succeeded())
        .isTrue();
    assertThat(reason(verifier, SignedTokens.hs256(SignedTokens.header("HS256"), payload, other)))
        .isEqualTo(Reason.WRONG_SIGNATURE);
    assertThat(reason(verifier, TOKENS.good())).isEqualTo(Reason.WRONG_ALGORITHM);
  }

  @Test
  void es256TakesTheKeyOfItsCurve() throws JOSEException {
    KeySource key =
        Algorithm.ES256.publicKey(SignedTokens.pem(TOKENS.ec.toPublicKey().getEncoded()));
    JwtVerifier verifier = verifier(Algorithm.ES256, key, NOW);
    String token =
        SignedTokens.signed(
            SignedTokens.header("ES256").encode(),
            TOKENS.claims().encode(),
            "ES256",
            new ECDSASigner(TOKENS.ec));

    assertThat(verifier.verify(token).succeeded()).isTrue();
    assertThat(reason(verifier, TOKENS.good())).isEqualTo(Reason.WRONG_ALGORITHM);
  }

  private static Reason reason(JwtVerifier verifier, String token) {
    return ((AuthFailure) verifier.verify(token).cause()).reason();
  }

  @Test
  void weakAndForeignKeysAreNotTaken() throws JOSEException {
    String weak =
        SignedTokens.pem(new RSAKeyGenerator(1024, true).generate().toPublicKey().getEncoded());
    String ec = SignedTokens.pem(TOKENS.ec.toPublicKey().getEncoded());

    assertThatThrownBy(() -> Algorithm.RS256.publicKey(weak))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Algorithm.RS256.publicKey(ec))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Algorithm.ES256.publicKey(TOKENS.pem()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Algorithm.RS256.publicKey("-----BEGIN PRIVATE KEY-----"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Algorithm.secret("short"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
