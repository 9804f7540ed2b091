package dev.tickgate.auth;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySetTest {
  private static final SignedTokens TOKENS = new SignedTokens(Instant.now());
  private static final JWK FIRST = TOKENS.rsa.toPublicJWK();
  private static final JWK SECOND =
      new RSAKey.Builder(TOKENS.otherRsa).keyID("k2").build().toPublicJWK();
  private static final Optional<String> K1 = Optional.of("k1");
  private static final Optional<String> K2 = Optional.of("k2");

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  // Written by the test, read by the server.
  private volatile String published = new JWKSet(FIRST).toString();
  private volatile int status = 200;
  private KeySet keys;

  @BeforeEach
  void serve() {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  asked.incrementAndGet();
                  request.response().setStatusCode(status).end(published);
                });
    int port = await(server.listen(0, "127.0.0.1")).actualPort();
    keys =
        new KeySet(
            vertx,
            URI.create("http://127.0.0.1:" + port + "/keys"),
            Algorithm.RS256,
            new KeySet.Pace(Duration.ofMinutes(5), Duration.ofSeconds(10)),
            nanos::get);
  }

  private int found(Optional<String> kid) {
    List<JWSVerifier> verifiers = await(keys.verifiers(kid));
    return verifiers.size();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aKeyThatIsNotThereIsLookedForOnceAndThenNotForAWhile() {
    assertThat(found(K1)).isOne();
    for (int i = 0; i < 20; i++) {
      assertThat(found(K2)).isZero();
    }
    assertThat(asked).hasValue(1);

    published = new JWKSet(List.of(FIRST, SECOND)).toString();
    pass(Duration.ofSeconds(10));

    assertThat(found(K2)).isOne();
    assertThat(found(K1)).isOne();
    assertThat(asked).hasValue(2);
  }

  @Test
  void aKeyThatIsTakenBackIsGoodForFiveMinutesAtMost() {
    assertThat(found(K1)).isOne();
    published = new JWKSet(SECOND).toString();

    pass(Duration.ofMinutes(5).minusNanos(1));
    keys.tick();
    assertThat(asked).hasValue(1);
    pass(Duration.ofNanos(1));
    keys.tick();

    assertThat(found(K2)).isOne();
    assertThat(found(K1)).isZero();
  }

  @Test
  void whatWasReadLastIsGoodWhileNothingCanBeRead() {
    assertThat(found(K1)).isOne();
    status = 500;
    pass(Duration.ofMinutes(6));

    assertThat(found(K2)).isZero();
    assertThat(found(K1)).isOne();
  }

  @Test
  void beforeAnythingWasReadNobodyIsJudged() {
    status = 500;

    Throwable failure =
        await(
            keys.verifiers(K1)
                .map(found -> new Throwable("none was missed"))
                .recover(Future::succeededFuture));

    assertThat(((AuthFailure) failure).reason()).isEqualTo(AuthFailure.Reason.UNAVAILABLE);
    assertThat(keys.isLoaded()).isFalse();
  }

  @Test
  void aSetThatIsTooLongOrNoneIsNotTaken() {
    assertThat(found(K1)).isOne();
    for (String wrong : List.of(" ".repeat(300 << 10) + published, "no", "{\"keys\":[]}")) {
      published = wrong;
      pass(Duration.ofMinutes(6));
      assertThat(found(K2)).isZero();
      assertThat(found(K1)).isOne();
    }
  }

  @Test
  void aFileThatIsTooLargeIsRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("keys.json");
    String set = new JWKSet(FIRST).toString();
    keys = new KeySet(vertx, file.toUri(), Algorithm.RS256, KeySet.Pace.DEFAULT, nanos::get);

    Files.writeString(file, set + " ".repeat((256 << 10) + 1 - set.length()));
    assertThat(await(keys.verifiers(K1).map(false).otherwise(true))).isTrue();

    Files.writeString(file, set + " ".repeat((256 << 10) - set.length()));
    pass(Duration.ofSeconds(10));
    assertThat(found(K1)).isOne();
  }

  @Test
  void aKeyWithoutAnIdIsFoundForTokensWithoutOneOnly() {
    published =
        new JWKSet(new RSAKey.Builder(TOKENS.otherRsa).keyID(null).build().toPublicJWK())
            .toString();

    assertThat(found(Optional.empty())).isOne();
    assertThat(found(Optional.of("null"))).isZero();
  }

  @Test
  void keysForSomethingElseAreNotTaken() {
    String encrypting =
        new RSAKey.Builder(TOKENS.rsa)
            .keyUse(KeyUse.ENCRYPTION)
            .keyID("k2")
            .build()
            .toPublicJWK()
            .toJSONString();
    published = "{\"keys\":[" + FIRST + "," + TOKENS.ec.toPublicJWK() + "," + encrypting + "]}";

    assertThat(found(Optional.empty())).isOne();
    assertThat(found(K2)).isZero();
  }
}
