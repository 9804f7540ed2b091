package dev.tickgate.auth;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure.Reason;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTokensIT {
  private static final String QUERY =
      "select sub, expires_at, created_at as issued_at, claims, login as session_id from logins"
          + " where token = $1";

  @Fixture private final Vertx vertx = Vertx.vertx();
  private Instant now = Instant.now();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  @BeforeEach
  void open() {
    database.run(
        """
        create table logins (token text, sub int, expires_at timestamptz, created_at timestamptz,
          claims jsonb, login text);
        insert into logins values
          ('full', 7, '2100-01-01Z', '2026-01-01Z', '{"role":["a","b"],"desk":"x","n":1}', 'l1'),
          ('bare', 8, '2100-01-01Z', null, null, null),
          ('endless', 9, null, null, null, null),
          ('twice', 1, '2100-01-01Z', null, null, null),
          ('twice', 2, '2100-01-01Z', null, null, null)
        """);
  }

  private SessionTokens tokens(String query) {
    return new SessionTokens(
        database.pool(),
        new AuthSettings.Sessions(query, Duration.ofSeconds(5)),
        Duration.ofSeconds(5),
        () -> now);
  }

  private static Reason refusal(Future<Principal> found) {
    Throwable failure =
        await(found.map(new Throwable("it was found")).recover(Future::succeededFuture));
    return ((AuthFailure) failure).reason();
  }

  @Test
  void aRowSaysWhoItIs() {
    Principal full = await(tokens(QUERY).find(new Token("full")));
    Principal bare = await(tokens(QUERY).find(new Token("bare")));

    assertThat(full.subject()).isEqualTo("7");
    assertThat(full.claims())
        .containsOnlyKeys("sub", "role", "desk")
        .containsEntry("sub", List.of("7"))
        .containsEntry("role", List.of("a", "b"));
    assertThat(full.credential().session()).isEqualTo("l1");
    assertThat(full.credential().issued()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(full.credential().expires()).contains(Instant.parse("2100-01-01T00:00:00Z"));
    assertThat(full.credential().id()).isEqualTo(new Token("full").hash());
    assertThat(bare.claims()).containsOnlyKeys("sub");
    assertThat(bare.credential().issued()).isEmpty();
  }

  @Test
  void noRowAndSeveralAndOneWithoutAnEndAreNobodys() {
    SessionTokens tokens = tokens(QUERY);

    assertThat(refusal(tokens.find(new Token("none")))).isEqualTo(Reason.UNKNOWN_TOKEN);
    assertThat(refusal(tokens.find(new Token("twice")))).isEqualTo(Reason.UNKNOWN_TOKEN);
    assertThat(refusal(tokens.find(new Token("endless")))).isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void aUserDoesNotHaveTheSubjectOfAnApiKey() {
    SessionTokens tokens =
        tokens("select 'apikey:orders' as sub, expires_at from logins where token = $1");

    assertThat(refusal(tokens.find(new Token("full")))).isEqualTo(Reason.RESERVED_SUBJECT);
  }

  /** Otherwise no revocation of its subject would ever cover it. */
  @Test
  void aSessionCreatedFurtherAheadThanTheLeewayIsRefused() {
    now = Instant.parse("2025-12-31T23:59:54.999Z");
    assertThat(refusal(tokens(QUERY).find(new Token("full")))).isEqualTo(Reason.NOT_YET_VALID);
    now = Instant.parse("2025-12-31T23:59:55Z");
    assertThat(await(tokens(QUERY).find(new Token("full"))).subject()).isEqualTo("7");
  }

  @Test
  void whatTheQueryCannotReadIsNobodysAndNoTroubleOfTheDatabase() {
    SessionTokens tokens =
        tokens(QUERY.replace("token = $1", "token::text = ($1::text)::uuid::text"));

    assertThat(refusal(tokens.find(new Token("no uuid")))).isEqualTo(Reason.UNKNOWN_TOKEN);
  }

  @Test
  void whatWasFoundIsRememberedForAMomentAndWhatWasNotIsNot() {
    SessionTokens tokens = tokens(QUERY);
    await(tokens.find(new Token("full")));
    assertThat(refusal(tokens.find(new Token("late")))).isEqualTo(Reason.UNKNOWN_TOKEN);
    database.run("delete from logins where token = 'full'");
    database.run("insert into logins values ('late', 3, '2100-01-01Z', null, null, null)");

    assertThat(await(tokens.find(new Token("late"))).subject()).isEqualTo("3");
    now = now.plusMillis(4_999);
    assertThat(await(tokens.find(new Token("full"))).subject()).isEqualTo("7");
    now = now.plusMillis(1);
    assertThat(refusal(tokens.find(new Token("full")))).isEqualTo(Reason.UNKNOWN_TOKEN);
  }
}
