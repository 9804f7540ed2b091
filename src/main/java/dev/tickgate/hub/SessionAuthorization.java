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
 * The rights of the sessions of a hub, and their ends. Confined to the hub's event loop.
 *
 * <pre>
 *   anybody ──a token──▶ known ──60 s before its end──▶ warned ──▶ ended
 *      │                  ▲  └──────── a newer token ───┘
 *      └──told nothing in time, where that is asked for──▶ ended
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

  /** Why the session may not subscribe. */
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

  /** The session may read a topic of which no rule decides: its client has shown that it may. */
  public void grant(Session session, Topic topic) {
    session.grant(topic);
  }

  /** The client may not any more: it is told so where it hears the topic, unless a rule lets it. */
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
      // A tick earlier: nobody stays for longer than that because of when the ticks are.
      access
          .introduction()
          .map(patience -> hub.now().plus(patience).minus(hub.sessions().aliveTick()))
          .ifPresent(end -> deadlines.put(session, end));
    }
  }

  void closed(Session session) {
    deadlines.remove(session);
  }

  /** The session speaks for somebody from now on, and hears no more than that one may. */
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

  /** Other rules: who hears what is not its own any more is told so, and stays. */
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

  /** Ends the sessions of those who are not believed any more. */
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

  /** Once a second or so. */
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
