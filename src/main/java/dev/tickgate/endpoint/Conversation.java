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
 * Executes the commands of one client in their order. While its token is being checked, it reads
 * nothing more, and commands that it has read wait: a command runs with the rights of the token
 * before it. Confined to the loop of its session.
 *
 * <pre>
 *   TALKING ──a new token──▶ WAITING ──known──▶ TALKING, as somebody
 *                               └──refused──▶ the session ends
 * </pre>
 */
final class Conversation {
  private final Dispatcher dispatcher;
  private final Session session;
  private final InboundRate rate;
  private final CommandInterval interval;
  private final ReadControl valve;
  private final SessionPublisher publisher;
  // The messages that came during the lookup of a token; null without a lookup.
  private Deque<Command> waiting;
  // The hash of the token that is believed; null before the first. The stock client of the bridge
  // shows the same one with each message.
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
        gate.get().admits(principal, topic),
        mayRead -> {
          if (mayRead.failed()) {
            dispatcher.fail(session, command, ErrorCode.AUTH_UNAVAILABLE);
            return;
          }
          if (mayRead.result()) {
            gate.get().admit(session, topic);
          }
          dispatcher.perform(session, command);
        });
  }

  /** The client has shown a token: nothing else is done before it is known whose. */
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

  /** Commands that come before the answer wait for it. */
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
      // Another token: the rest waits for that one.
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
