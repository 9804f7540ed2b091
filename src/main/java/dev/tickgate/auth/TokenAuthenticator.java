package dev.tickgate.auth;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure.Reason;
import dev.tickgate.protocol.Token;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Verifies every kind of token that is configured. Used by every loop. */
final class TokenAuthenticator implements Authenticator {
  static final int MAX_LENGTH = 8 << 10;
  private static final long PATIENCE_MS = 5_000;

  private final ApiKeys apiKeys;
  private final Tickets tickets;
  private final Optional<JwtVerifier> jwt;
  private final Optional<SessionTokens> sessions;
  private final Revocations revocations;
  private final Duration lifetime;
  private final Duration leeway;
  private final InstantSource clock;
  private final RefusalLog log;

  TokenAuthenticator(
      ApiKeys apiKeys,
      Tickets tickets,
      Optional<JwtVerifier> jwt,
      Optional<SessionTokens> sessions,
      Revocations revocations,
      Duration lifetime,
      Duration leeway,
      InstantSource clock,
      RefusalLog log) {
    this.apiKeys = apiKeys;
    this.tickets = tickets;
    this.jwt = jwt;
    this.sessions = sessions;
    this.revocations = revocations;
    this.lifetime = lifetime;
    this.leeway = leeway;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public Future<Principal> authenticate(Token token) {
    // An exception during the check fails the future, too.
    return soon(Future.succeededFuture(token).compose(this::find))
        .compose(this::believe)
        .recover(failure -> Future.failedFuture(log.named(failure)))
        .onComplete(log::answered);
  }

  /** Completes on the context of the caller, and within 5 s. */
  private static Future<Principal> soon(Future<Principal> found) {
    return found.isComplete() ? found : found.timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  private Future<Principal> find(Token token) {
    String text = token.text();
    if (text.length() > MAX_LENGTH) {
      return refused(Reason.TOO_LONG);
    }
    if (text.isEmpty()) {
      return refused(Reason.MALFORMED);
    }
    // Checked before the look-up, because the look-up of a ticket deletes it.
    if (!revocations.isFresh()) {
      return refused(Reason.UNAVAILABLE);
    }
    Optional<Principal> program = apiKeys.find(token);
    if (program.isPresent()) {
      return Future.succeededFuture(program.get());
    }
    if (Tickets.isOne(text)) {
      return tickets.take(token);
    }
    if (jwt.isPresent() && JwtVerifier.isOne(text)) {
      return jwt.get().verify(text);
    }
    return sessions.map(table -> table.find(token)).orElseGet(() -> refused(Reason.UNKNOWN_TOKEN));
  }

  /** Checks last the states that may have changed during the lookup. */
  private Future<Principal> believe(Principal principal) {
    Instant now = clock.instant();
    Optional<Instant> end = principal.credential().expires();
    Instant start = principal.credential().issued().orElse(now);
    if (end.filter(expires -> !now.isBefore(expires)).isPresent()) {
      return refused(Reason.EXPIRED);
    }
    // The end of a signed token includes the leeway.
    Instant latest = start.plus(lifetime).plus(leeway);
    if (end.filter(expires -> expires.isAfter(latest)).isPresent()) {
      return refused(Reason.LIVES_TOO_LONG);
    }
    if (!revocations.isFresh()) {
      return refused(Reason.UNAVAILABLE);
    }
    return revocations.concern(principal)
        ? refused(Reason.REVOKED)
        : Future.succeededFuture(principal);
  }

  private static <T> Future<T> refused(Reason reason) {
    return Future.failedFuture(new AuthFailure(reason));
  }
}
