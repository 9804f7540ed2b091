package dev.tickgate.auth;

import static dev.tickgate.testing.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.auth.Revocation.Kind;
import dev.tickgate.auth.Revocation.Target;
import dev.tickgate.store.Schema;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The revocations of a node while its database does not answer, and afterwards; the test moves its
 * clock.
 */
class RevocationsIT {
  private static final Principal SEVEN =
      new Principal(
          "7",
          Map.of(),
          new Credential("t1", "", Optional.of(Instant.now().minusSeconds(60)), Optional.empty()));

  private static final Duration LIFETIME = Duration.ofDays(1);
  private static final Duration LEEWAY = Duration.ofSeconds(5);

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong(-7);
  private final List<Predicate<Principal>> news = new ArrayList<>();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private Revocations revocations;

  @BeforeEach
  void open() {
    await(new Schema("auth", List.of("V1__tickets_and_revocations.sql")).migrate(database.pool()));
    revocations = new Revocations(database.pool(), LIFETIME, LEEWAY, AuthMetrics.NONE, nanos::get);
  }

  private void look() {
    revocations.look(news::add);
    Awaitility.await().until(revocations::isIdle);
  }

  @Test
  void nobodyIsBelievedBeforeItHasLookedNorWhenItCouldNotForAWhile() {
    assertThat(revocations.isFresh()).isFalse();
    look();
    assertThat(revocations.isFresh()).isTrue();
    database.run("alter table tickgate.revocation rename to away");

    nanos.addAndGet(Duration.ofSeconds(5).minusNanos(1).toNanos());
    look();
    assertThat(revocations.isFresh()).isTrue();
    nanos.addAndGet(1);
    assertThat(revocations.isFresh()).isFalse();

    database.run("alter table tickgate.away rename to revocation");
    look();
    assertThat(revocations.isFresh()).isTrue();
  }

  @Test
  void whatWasRevokedWhileItCouldNotLookIsLearnedHoweverLongAgo() {
    look();
    database.run("alter table tickgate.revocation rename to away");
    look();
    database.run(
        "insert into tickgate.away (kind, value, at, until)"
            + " values ('token_id', 't1', now() - interval '2 hours', now() + interval '1 day')");
    database.run("alter table tickgate.away rename to revocation");

    assertThat(revocations.concern(SEVEN)).isFalse();
    look();

    assertThat(revocations.concern(SEVEN)).isTrue();
    assertThat(news).singleElement().matches(which -> which.test(SEVEN));
  }

  @Test
  void aRevocationIsNewsOnceAndASecondOneOfTheSubjectIsNewsAgain() {
    Target subject = new Target(Kind.SUBJECT, "7");
    await(revocations.revoke(subject));
    look();
    look();
    assertThat(news).hasSize(1);
    Principal later =
        new Principal(
            "7",
            Map.of(),
            new Credential("t2", "", Optional.of(Instant.now().plusSeconds(30)), Optional.empty()));
    assertThat(revocations.concern(later)).isFalse();

    database.run("update tickgate.revocation set at = clock_timestamp() + interval '40 seconds'");
    look();

    assertThat(news).hasSize(2);
    assertThat(revocations.concern(later)).isTrue();
  }

  /**
   * The clock of an issuer may be ahead by the leeway: its tokens bear a later time than they are.
   */
  @Test
  void aRevocationOfASubjectCoversWhatWasIssuedUpToItsTimePlusTheLeeway() {
    await(revocations.revoke(new Target(Kind.SUBJECT, "7")));
    OffsetDateTime at =
        database
            .run("select at from tickgate.revocation")
            .iterator()
            .next()
            .getOffsetDateTime("at");
    look();

    Principal fast = issued(at.toInstant().plus(LEEWAY));
    Principal newer = issued(at.toInstant().plus(LEEWAY).plusNanos(1_000));
    assertThat(revocations.concern(fast)).isTrue();
    assertThat(revocations.concern(newer)).isFalse();
    // Live sessions as well as those that come.
    assertThat(news).singleElement().matches(which -> which.test(fast) && !which.test(newer));
  }

  private static Principal issued(Instant at) {
    return new Principal(
        "7", Map.of(), new Credential("t2", "", Optional.of(at), Optional.empty()));
  }

  /** The last token that it concerns is issued one leeway later, and accepted one leeway longer. */
  @Test
  void aRevocationIsKeptAsLongAsATokenThatItConcernsIsAccepted() {
    await(revocations.revoke(new Target(Kind.SUBJECT, "7")));

    double kept =
        database
            .run("select extract(epoch from until - at)::float8 as kept from tickgate.revocation")
            .iterator()
            .next()
            .getDouble("kept");

    Duration expected = LIFETIME.plus(LEEWAY).plus(LEEWAY);
    assertThat(kept).isCloseTo(expected.toSeconds(), within(1.0));
  }

  @Test
  void whatIsOverIsClearedAway() {
    await(revocations.revoke(new Target(Kind.SESSION, "s1")));
    database.run("update tickgate.revocation set until = now() - interval '1 second'");

    await(revocations.clean());

    assertThat(database.run("select 1 from tickgate.revocation").size()).isZero();
  }
}
