package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthFailure;
import dev.tickgate.auth.Authenticator;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import dev.tickgate.protocol.Token;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.InstantSource;

/** Sets the principal of a session from its token, and closes a session with an invalid token. */
final class SessionAuthenticator {
  private final Hub hub;
  private final Authenticator authenticator;
  private final InstantSource clock;

  SessionAuthenticator(Hub hub, Authenticator authenticator, InstantSource clock) {
    this.hub = hub;
    this.authenticator = authenticator;
    this.clock = clock;
  }

  /** Whether this node authenticates clients by tokens. */
  boolean isOn() {
    return authenticator != Authenticator.OFF;
  }

  /**
   * @return completes when the session has the principal of the token; fails if it does not get it,
   *     after the client was notified
   */
  Future<Void> of(Session session, Token token) {
    return authenticator.authenticate(token).transform(answer -> answered(session, answer));
  }

  private Future<Void> answered(Session session, AsyncResult<Principal> answer) {
    Principal before = session.principal();
    if (answer.failed()) {
      return refuse(session, AuthFailure.codeOf(answer.cause()));
    }
    Principal now = answer.result();
    boolean another = before.isKnown() && !before.subject().equals(now.subject());
    if (another || !now.isKnown()) {
      return refuse(session, ErrorCode.UNAUTHORIZED);
    }
    if (!session.hasEnded()) {
      hub.rights().became(session, now);
    }
    return Future.succeededFuture();
  }

  private Future<Void> refuse(Session session, ErrorCode why) {
    boolean unknown = why == ErrorCode.AUTH_UNAVAILABLE;
    if (!session.hasEnded()) {
      session.reply(new Reply.Failure(why, clock.instant()));
      if (!unknown) {
        hub.sessions().end(session, CloseCode.UNAUTHORIZED);
      } else if (!session.principal().isKnown()) {
        hub.sessions().end(session, CloseCode.TRY_LATER);
      }
    }
    return Future.failedFuture(why.name());
  }
}
