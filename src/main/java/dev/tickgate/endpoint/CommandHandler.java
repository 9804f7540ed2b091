package dev.tickgate.endpoint;

import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import io.vertx.core.Future;
import java.util.Set;

/** Executes the commands of a feature. Confined to one event loop. */
public interface CommandHandler {
  /** The types of its commands. */
  Set<String> types();

  /**
   * Executes a command; the next command of the client waits until it ends.
   *
   * @return fails with {@link CommandRefusal} or {@link dev.tickgate.publish.PublishRefusal}
   */
  Future<Void> perform(Session session, Command.Custom command);
}
