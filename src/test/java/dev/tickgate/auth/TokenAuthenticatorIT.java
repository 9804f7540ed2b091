package dev.tickgate.auth;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure.Reason;
import dev.tickgate.protocol.Token;
import dev.tickgate.store.Schema;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenAuthenticatorIT {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final SignedTokens TOKENS = new SignedTokens(NOW);
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final Duration LEEWAY = Duration.ofSeconds(5);

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private Revocations revocations;

  @BeforeEach
  void readRevocations() {
    await(new Schema("auth", List.of("V1__tickets_and_revocations.sql")).migrate(database.pool()));
    revocations =
        new Revocations(database.pool(), LIFETIME, LEEWAY, AuthMetrics.NONE, System::nanoTime);
    revocations.look(news -> {});
    Awaitility.await().until(revocations::isIdle);
  }

  @Test
  void aTokenOfExactlyTheLongestLifetimeIsAccepted() {
    long issued = NOW.getEpochSecond();
    JsonObject longest = TOKENS.claims().put("exp", issued + LIFETIME.toSeconds());
    JsonObject longer = TOKENS.claims().put("exp", issued + LIFETIME.toSeconds() + 1);

    assertThat(authenticate(longest).succeeded()).isTrue();
    assertThat(((AuthFailure) authenticate(longer).cause()).reason())
        .isEqualTo(Reason.LIVES_TOO_LONG);

    longest.remove("iat");
    longer.remove("iat");
    assertThat(authenticate(longest).succeeded()).isTrue();
    assertThat(((AuthFailure) authenticate(longer).cause()).reason())
        .isEqualTo(Reason.LIVES_TOO_LONG);
  }

  private Future<Principal> authenticate(JsonObject claims) {
    InstantSource clock = InstantSource.fixed(NOW);
    KeySource key = Algorithm.RS256.publicKey(TOKENS.pem());
    JwtSettings settings =
        new JwtSettings(
            Algorithm.RS256,
            Optional.of(key),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            KeySet.Pace.DEFAULT);
    TokenAuthenticator authenticator =
        new TokenAuthenticator(
            new ApiKeys(Map.of()),
            new Tickets(database.pool(), new SecureRandom()),
            Optional.of(new JwtVerifier(settings, LEEWAY, key, clock)),
            Optional.empty(),
            revocations,
            LIFETIME,
            LEEWAY,
            clock,
            new RefusalLog(AuthMetrics.NONE, System::nanoTime));
    return authenticator.authenticate(new Token(TOKENS.signed(claims)));
  }
}
