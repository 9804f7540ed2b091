package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import dev.tickgate.protocol.Token;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.InboundRate;
import dev.tickgate.transport.InboundRate.Verdict;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Executes the commands of one client in their order. During the check of a token or of a topic,
 * and while a feature executes a command, the server reads no further messages of the client.
 * Commands that it has already read wait, so that each one runs with the rights of the token before
 * it. Confined to the loop of the session.
 *
 * <pre>
 *   READING ──new token──▶ WAITING ──valid──▶ READING, with its principal
 *                             └──invalid──▶ session closed
 * </pre>
 */
final class Conversation {
  private final Dispatcher dispatcher;
  private final Session session;
  private final InboundRate rate;
  private final CommandInterval interval;
  private final ReadControl valve;
  private final SessionPublisher publisher;
  // Commands that wait for the end of such a step; null while there is none.
  private Deque<Command> waiting;
  // The hash of the last accepted token; null before the first. The standard client of the bridge
  // sends the same token with each message.
  private String shown;

  Conversation(
      Dispatcher dispatcher,
      Session session,
      InboundRate rate,
      CommandInterval interval,
      ReadControl valve,
      SessionPublisher publisher) {
    this.dispatcher = dispatcher;
    this.session = session;
    this.rate = rate;
    this.interval = interval;
    this.valve = valve;
    this.publisher = publisher;
  }

  void hear(String message) {
    // Messages of a session that has ended are dropped.
    if (session.hasEnded()) {
      return;
    }
    session.heard();
    Verdict verdict = rate.next();
    if (verdict == Verdict.ALLOWED && !interval.allows()) {
      verdict = Verdict.REFUSED;
    }
    if (verdict == Verdict.ALLOWED) {
      Command command = session.format().read(message);
      dispatcher.hub().traces().received(session, command);
      take(command);
    } else {
      dispatcher.refuse(session, verdict);
    }
    dispatcher.hub().flush();
  }

  private void take(Command command) {
    if (waiting == null) {
      perform(command);
    } else if (waiting.size() < dispatcher.burst()) {
      waiting.add(command);
    } else {
      dispatcher.hub().sessions().end(session, CloseCode.RATE_LIMITED);
    }
  }

  private void perform(Command command) {
    if (command instanceof Command.Authenticate authenticate) {
      introduce(authenticate.token(), this::confirm);
    } else if (command instanceof Command.With with) {
      if (!dispatcher.login().isOn() || with.token().hash().equals(shown)) {
        perform(with.command());
      } else {
        introduce(with.token(), () -> perform(with.command()));
      }
    } else if (command instanceof Command.Publish publish) {
      publisher.publish(publish);
    } else if (command instanceof Command.Subscribe subscribe) {
      subscribe(subscribe);
    } else if (command instanceof Command.Custom custom) {
      perform(custom);
    } else {
      dispatcher.perform(session, command);
    }
  }

  private void perform(Command.Custom command) {
    Optional<CommandHandler> handler = dispatcher.commands().of(command.type());
    if (handler.isEmpty()) {
      dispatcher.perform(session, command.unknown());
    } else {
      await(
          Future.<Void>succeededFuture().compose(begun -> handler.get().perform(session, command)),
          done -> dispatcher.answer(session, command, done));
    }
  }

  private void subscribe(Command.Subscribe command) {
    Principal principal = session.principal();
    Topic topic = command.topic();
    Optional<TopicGate> gate = dispatcher.gates().before(principal, topic);
    if (gate.isEmpty()) {
      dispatcher.perform(session, command);
      return;
    }
    await(
        gate.get().admission(principal, topic),
        admission -> {
          if (admission.failed()) {
            dispatcher.fail(session, command, ErrorCode.AUTH_UNAVAILABLE);
            return;
          }
          admission.result().ifPresent(found -> found.grant(session));
          dispatcher.perform(session, command);
        });
  }

  /** Checks a token of the client; no other command runs before the check ends. */
  void introduce(Token token, Runnable then) {
    await(
        dispatcher.login().of(session, token),
        answer -> {
          if (answer.succeeded()) {
            shown = token.hash();
            then.run();
          }
        });
  }

  /** Calls back with the answer; commands that arrive before it wait. */
  private <T> void await(Future<T> answer, Consumer<AsyncResult<T>> then) {
    waiting = new ArrayDeque<>();
    if (!answer.isComplete()) {
      valve.close().run();
    }
    answer.onComplete(
        known -> {
          Deque<Command> next = waiting;
          waiting = null;
          if (!session.hasEnded()) {
            then.accept(known);
          }
          goOn(next);
        });
  }

  private void goOn(Deque<Command> next) {
    while (waiting == null && !next.isEmpty() && !session.hasEnded()) {
      perform(next.poll());
    }
    if (waiting != null) {
      // Another step has begun: the other commands wait for its end.
      waiting.addAll(next);
    } else {
      valve.open().run();
    }
    dispatcher.hub().flush();
  }

  private void confirm() {
    Principal principal = session.principal();
    session.reply(new Reply.Authenticated(principal.subject(), principal.credential().expires()));
  }
}
