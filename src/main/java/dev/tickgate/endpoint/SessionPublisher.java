package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
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
 * Publishes the commands of one session, one after the other, so that a change of leader does not
 * change their order. Confined to the loop of the session.
 */
final class SessionPublisher {
  private static final int MOST_WAITING = 100;
  // Of the payloads that wait: one of the largest size, or many small ones.
  private static final int MOST_CHARACTERS = 128 << 10;

  private final Hub hub;
  private final Session session;
  private final Publisher publisher;
  private final InstantSource clock;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int characters;
  private boolean publishing;

  /**
   * A command that waits for those before it.
   *
   * @param by the principal when the client sent the command, even if it sends another token
   *     meanwhile
   */
  private record Waiting(Command.Publish command, Principal by) {}

  SessionPublisher(Hub hub, Session session, Publisher publisher, InstantSource clock) {
    this.hub = hub;
    this.session = session;
    this.publisher = publisher;
    this.clock = clock;
  }

  void publish(Command.Publish command) {
    int size = command.payload().length();
    if (waiting.size() >= MOST_WAITING
        || !waiting.isEmpty() && characters + size > MOST_CHARACTERS) {
      refuse(command, publisher.refused(new PublishRefusal(ErrorCode.RATE_LIMITED)));
    } else {
      characters += size;
      waiting.add(new Waiting(command, session.principal()));
      next();
    }
  }

  private void next() {
    Waiting next = publishing || session.hasEnded() ? null : waiting.poll();
    if (next == null) {
      return;
    }
    Command.Publish command = next.command();
    characters -= command.payload().length();
    publishing = true;
    Future<?> done =
        publisher
            .publish(
                hub.rights().access(),
                next.by(),
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
                            ? refusal
                            : publisher.refused(new PublishRefusal(ErrorCode.NO_LEADER))));
    done.onComplete(
        answered -> {
          publishing = false;
          hub.flush();
          next();
        });
  }

  private void refuse(Command.Publish command, PublishRefusal refusal) {
    String topic = command.topic().name();
    reply(
        new Reply.Failure(
            refusal.code(), refusal.sentence(), topic, command.id(), clock.instant()));
  }

  private void reply(Reply reply) {
    if (!session.hasEnded()) {
      session.reply(reply);
    }
  }
}
