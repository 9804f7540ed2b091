package dev.tickgate.hub;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checks the rights of the sessions of a hub, and closes sessions whose token ends or is revoked.
 * Confined to the hub's event loop.
 *
 * <pre>
 *   anonymous ──token──▶ known ──60 s before its end──▶ warned ──▶ ended
 *      │                  ▲  └──────── a newer token ───┘
 *      └──no token in time, where one is required──▶ ended
 * </pre>
 */
public final class SessionAuthorization {
  static final Duration WARNING = Duration.ofSeconds(60);

  private final Hub hub;
  private final Deadlines deadlines = new Deadlines();
  private AccessPolicy access;

  SessionAuthorization(Hub hub, AccessPolicy access) {
    this.hub = hub;
    this.access = access;
  }

  public AccessPolicy access() {
    return access;
  }

  /** Returns why the session may not subscribe; empty if it may. */
  Optional<ErrorCode> refusal(Session session, Topic topic) {
    Optional<ErrorCode> forbidden = forbidden(session, topic);
    if (forbidden.isPresent()) {
      return forbidden;
    }
    if (session.subscriptions().containsKey(topic)) {
      return Optional.of(ErrorCode.ALREADY_SUBSCRIBED);
    }
    if (session.subscriptions().size() >= hub.settings().maxSubscriptions()) {
      hub.metrics().overSubscribed();
      return Optional.of(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
    }
    return Optional.empty();
  }

  private Optional<ErrorCode> forbidden(Session session, Topic topic) {
    return session.isGranted(topic)
        ? Optional.empty()
        : access.refusalToRead(session.principal(), topic);
  }

  /** Lets a session read a topic that no rule covers, after its client has proved its right. */
  public void grant(Session session, Topic topic) {
    session.grant(topic);
  }

  /**
   * Withdraws a grant. A subscription to the topic ends with an error, unless a rule permits it.
   */
  public void withdraw(Session session, Topic topic) {
    session.withdraw(topic);
    if (session.subscriptions().containsKey(topic)) {
      forbidden(session, topic)
          .ifPresent(code -> hub.subscriptions().withdraw(session, topic, code));
    }
  }

  void opened(Session session) {
    if (session.principal().isKnown()) {
      watch(session);
    } else {
      // One tick earlier, so that the interval of the ticks does not prolong the time.
      access
          .introduction()
          .map(patience -> hub.now().plus(patience).minus(hub.sessions().aliveTick()))
          .ifPresent(end -> deadlines.put(session, end));
    }
  }

  void closed(Session session) {
    deadlines.remove(session);
  }

  /**
   * Sets the principal of a session, and ends the subscriptions that the principal may not have.
   */
  public void became(Session session, Principal principal) {
    session.become(principal);
    deadlines.remove(session);
    watch(session);
    check(session);
  }

  private void watch(Session session) {
    session
        .principal()
        .credential()
        .expires()
        .ifPresent(end -> deadlines.put(session, end.minus(WARNING)));
  }

  /** Sets other rules. Subscriptions that they forbid end with an error; the sessions stay open. */
  public void change(AccessPolicy rules) {
    access = rules;
    hub.guard().each(hub.sessions().all(), this::check);
  }

  private void check(Session session) {
    for (Topic topic : List.copyOf(session.subscriptions().keySet())) {
      forbidden(session, topic)
          .ifPresent(code -> hub.subscriptions().withdraw(session, topic, code));
    }
  }

  /** Closes the sessions of principals whose credentials are revoked. */
  public void revoke(Predicate<Principal> which) {
    hub.guard()
        .each(
            hub.sessions().all(),
            session -> {
              if (session.principal().isKnown() && which.test(session.principal())) {
                end(session, ErrorCode.UNAUTHORIZED);
              }
            });
  }

  /** Handles the deadlines that have passed; called about once a second. */
  void tick() {
    Instant now = hub.now();
    hub.guard().each(deadlines.take(now), session -> due(session, now));
  }

  private void due(Session session, Instant now) {
    Optional<Instant> end = session.principal().credential().expires();
    if (end.isEmpty()) {
      end(session, ErrorCode.UNAUTHORIZED);
    } else if (!now.isBefore(end.get())) {
      end(session, ErrorCode.TOKEN_EXPIRED);
    } else {
      long left = Math.max(1, Duration.between(now, end.get()).plusMillis(999).toSeconds());
      session.reply(new Reply.AuthExpiring(left));
      deadlines.put(session, end.get());
    }
  }

  private void end(Session session, ErrorCode why) {
    session.reply(new Reply.Failure(why, hub.now()));
    hub.sessions().end(session, CloseCode.UNAUTHORIZED);
  }
}
