package dev.tickgate.endpoint;

import dev.tickgate.http.GatewayMetrics;
import dev.tickgate.http.Limit;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import dev.tickgate.protocol.Token;
import dev.tickgate.publish.Publisher;
import dev.tickgate.transport.InboundRate;
import dev.tickgate.transport.InboundRate.Verdict;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One command of a client becomes one call. */
final class Dispatcher {
  private final Hub hub;
  private final SessionAuthenticator login;
  private final Publisher publisher;
  private final InboundRate.Allowance pace;
  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  Dispatcher(
      Hub hub,
      SessionAuthenticator login,
      Publisher publisher,
      InboundRate.Allowance pace,
      GatewayMetrics metrics,
      InstantSource clock,
      LongSupplier nanos) {
    this.hub = hub;
    this.login = login;
    this.publisher = publisher;
    this.pace = pace;
    this.metrics = metrics;
    this.clock = clock;
    this.nanos = nanos;
  }

  Hub hub() {
    return hub;
  }

  SessionAuthenticator login() {
    return login;
  }

  /** How many commands may wait. */
  int burst() {
    return pace.burst();
  }

  /**
   * Takes what one client sends from now on, in the words of its format.
   *
   * @param token what it has shown already
   */
  Conversation listen(Session session, ReadControl valve, Optional<Token> token) {
    InboundRate rate = new InboundRate(pace, nanos);
    SessionPublisher publishing = new SessionPublisher(hub, session, publisher, clock);
    Conversation conversation = new Conversation(this, session, rate, valve, publishing);
    token.filter(shown -> login.isOn()).ifPresent(shown -> conversation.introduce(shown, () -> {}));
    return conversation;
  }

  /** The client says more than it may. */
  void refuse(Session session, Verdict verdict) {
    metrics.reached(Limit.COMMANDS);
    if (verdict == Verdict.EXCESSIVE) {
      hub.sessions().end(session, CloseCode.RATE_LIMITED);
    } else {
      session.reply(new Reply.Failure(ErrorCode.RATE_LIMITED, clock.instant()));
    }
  }

  void perform(Session session, Command command) {
    if (command instanceof Command.Subscribe subscribe) {
      hub.subscribe(session, subscribe, true);
    } else if (command instanceof Command.Unsubscribe unsubscribe) {
      hub.unsubscribe(session, unsubscribe);
    } else if (command instanceof Command.Ping) {
      session.reply(new Reply.Pong(clock.instant()));
    } else if (command instanceof Command.Refused refused) {
      session.reply(
          new Reply.Failure(refused.code(), refused.topic(), refused.id(), clock.instant()));
    }
  }
}
