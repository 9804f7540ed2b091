package dev.tickgate.gateway;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.Reply;
import java.time.InstantSource;

/** One command of a client becomes one call. */
final class Dispatcher {
  private final Hub hub;
  private final InstantSource clock;

  Dispatcher(Hub hub, InstantSource clock) {
    this.hub = hub;
    this.clock = clock;
  }

  /** What a client sent, in the words of its format. */
  void received(Session session, String message) {
    session.heard();
    dispatch(session, session.format().read(message));
    hub.flush();
  }

  private void dispatch(Session session, Command command) {
    if (command instanceof Command.Subscribe subscribe) {
      hub.subscribe(session, subscribe, true);
    } else if (command instanceof Command.Unsubscribe unsubscribe) {
      hub.unsubscribe(session, unsubscribe.topic());
    } else if (command instanceof Command.Ping) {
      session.reply(new Reply.Pong(clock.instant()));
    } else if (command instanceof Command.Refused refused) {
      session.reply(new Reply.Failure(refused.code(), clock.instant()));
    }
  }
}
