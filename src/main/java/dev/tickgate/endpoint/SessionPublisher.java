package dev.tickgate.endpoint;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Reply;
import dev.tickgate.publish.PublishRefusal;
import dev.tickgate.publish.Publisher;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What one session publishes, one after the other: a leader that changes in between does not change
 * the order. Confined to the loop of its session.
 */
final class SessionPublisher {
  private static final int MOST_WAITING = 100;

  private final Hub hub;
  private final Session session;
  private final Publisher publisher;
  private final InstantSource clock;
  private final ArrayDeque<Command.Publish> waiting = new ArrayDeque<>();
  private boolean publishing;

  SessionPublisher(Hub hub, Session session, Publisher publisher, InstantSource clock) {
    this.hub = hub;
    this.session = session;
    this.publisher = publisher;
    this.clock = clock;
  }

  void publish(Command.Publish command) {
    if (waiting.size() >= MOST_WAITING) {
      refuse(command, ErrorCode.RATE_LIMITED);
    } else {
      waiting.add(command);
      next();
    }
  }

  private void next() {
    Command.Publish command = publishing || session.hasEnded() ? null : waiting.poll();
    if (command == null) {
      return;
    }
    publishing = true;
    Future<?> done =
        publisher
            .publish(
                hub.rights().access(),
                session.principal(),
                command.topic(),
                command.key(),
                List.of(command.payload()))
            .onSuccess(
                positions ->
                    reply(new Reply.Published(command.topic(), positions.get(0), command.id())))
            .onFailure(
                failure ->
                    refuse(
                        command,
                        failure instanceof PublishRefusal refusal
                            ? refusal.code()
                            : ErrorCode.NO_LEADER));
    done.onComplete(
        answered -> {
          publishing = false;
          hub.flush();
          next();
        });
  }

  private void refuse(Command.Publish command, ErrorCode code) {
    reply(new Reply.NotPublished(code, command.id(), clock.instant()));
  }

  private void reply(Reply reply) {
    if (!session.hasEnded()) {
      session.reply(reply);
    }
  }
}
