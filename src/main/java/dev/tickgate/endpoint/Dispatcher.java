package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.http.GatewayMetrics;
import dev.tickgate.http.Limit;
import dev.tickgate.http.RepeatedEvents;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import dev.tickgate.protocol.Token;
import dev.tickgate.publish.PublishRefusal;
import dev.tickgate.publish.Publisher;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.InboundRate;
import dev.tickgate.transport.InboundRate.Verdict;
import dev.tickgate.transport.WebSocketConnection;
import dev.tickgate.transport.WebSocketTransport;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.event.Level;

/** Turns each command of a client into one call. Confined to one event loop. */
final class Dispatcher {
  private final Hub hub;
  private final SessionAuthenticator login;
  private final Publisher publisher;
  private final TopicGates gates;
  private final CommandHandlers commands;
  private final InboundRate.Allowance pace;
  private final GatewayMetrics metrics;
  private final RepeatedEvents events;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /**
   * @param events logs commands that failed by a bug
   * @param nanos a clock like {@code System::nanoTime}
   */
  Dispatcher(
      Hub hub,
      SessionAuthenticator login,
      Publisher publisher,
      TopicGates gates,
      CommandHandlers commands,
      InboundRate.Allowance pace,
      GatewayMetrics metrics,
      RepeatedEvents events,
      InstantSource clock,
      LongSupplier nanos) {
    this.hub = hub;
    this.login = login;
    this.publisher = publisher;
    this.gates = gates;
    this.commands = commands;
    this.pace = pace;
    this.metrics = metrics;
    this.events = events;
    this.clock = clock;
    this.nanos = nanos;
  }

  Hub hub() {
    return hub;
  }

  TopicGates gates() {
    return gates;
  }

  CommandHandlers commands() {
    return commands;
  }

  SessionAuthenticator login() {
    return login;
  }

  /** The number of commands that may wait. */
  int burst() {
    return pace.burst();
  }

  /**
   * Returns the conversation that takes the messages of a client, in the format of its session.
   *
   * @param token the token of its request
   */
  Conversation listen(Session session, ReadControl valve, Optional<Token> token) {
    Conversation conversation = listen(session, valve, Duration.ZERO);
    token.filter(shown -> login.isOn()).ifPresent(shown -> conversation.introduce(shown, () -> {}));
    return conversation;
  }

  /**
   * The same, for a client that has not sent a token yet.
   *
   * @param interval the shortest time between two commands
   */
  Conversation listen(Session session, ReadControl valve, Duration interval) {
    return new Conversation(
        this,
        session,
        new InboundRate(pace, nanos),
        new CommandInterval(interval, nanos),
        valve,
        new SessionPublisher(hub, session, publisher, clock));
  }

  /** Opens the session of a client that is not authenticated yet. */
  Session open(WebSocketConnection connection, Format format) {
    return hub.sessions()
        .open(
            Principal.ANYBODY, format.on(connection), opened -> new WebSocketTransport(connection));
  }

  /** Refuses the request in the URL of a session, and closes the session. */
  void end(Session session, ErrorCode code) {
    session.reply(new Reply.Failure(code, clock.instant()));
    hub.sessions()
        .end(session, code == ErrorCode.UNAUTHORIZED ? CloseCode.UNAUTHORIZED : CloseCode.POLICY);
  }

  /** Refuses a command beyond the rate limit, and closes the session if the client continues. */
  void refuse(Session session, Verdict verdict) {
    metrics.reached(Limit.COMMANDS);
    if (verdict == Verdict.EXCESSIVE) {
      hub.sessions().end(session, CloseCode.RATE_LIMITED);
    } else {
      session.reply(new Reply.Failure(ErrorCode.RATE_LIMITED, clock.instant()));
    }
  }

  /** Answers a command that names a topic with an error. */
  void fail(Session session, Command.Subscribe command, ErrorCode code) {
    session.reply(new Reply.Failure(code, command.topic().name(), null, clock.instant()));
  }

  /** Answers a command of a feature. */
  void answer(Session session, Command.Custom command, AsyncResult<Void> done) {
    if (done.succeeded()) {
      session.reply(new Reply.Done(command.fields().getValue("id"), command.id()));
    } else if (done.cause() instanceof CommandRefusal refusal) {
      refuse(session, command, refusal.code(), refusal.sentence());
    } else if (done.cause() instanceof PublishRefusal refusal) {
      refuse(session, command, refusal.code(), refusal.sentence());
    } else {
      events.log(
          Level.ERROR,
          "gateway.command_failed",
          "type",
          command.type(),
          line -> line.addKeyValue("request", session.peer().request()).setCause(done.cause()));
      refuse(session, command, ErrorCode.INTERNAL_ERROR, ErrorCode.INTERNAL_ERROR.sentence());
    }
  }

  private void refuse(Session session, Command.Custom command, ErrorCode code, String sentence) {
    session.reply(new Reply.Failure(code, sentence, null, command.id(), clock.instant()));
  }

  void perform(Session session, Command command) {
    if (command instanceof Command.Subscribe subscribe) {
      subscribe(session, subscribe);
    } else if (command instanceof Command.Unsubscribe unsubscribe) {
      hub.unsubscribe(session, unsubscribe);
    } else if (command instanceof Command.Ping ping) {
      session.reply(new Reply.Pong(clock.instant(), ping.id()));
    } else if (command instanceof Command.Refused refused) {
      session.reply(
          new Reply.Failure(refused.code(), refused.topic(), refused.id(), clock.instant()));
    }
  }

  private void subscribe(Session session, Command.Subscribe command) {
    // The relay serves streams of exchanges only, even if the client may read other topics.
    if (session.format().alwaysConflates() && !hub.settings().isOnDemand(command.topic())) {
      fail(session, command, ErrorCode.UNKNOWN_STREAM);
    } else {
      hub.subscribe(session, command, true);
    }
  }
}
