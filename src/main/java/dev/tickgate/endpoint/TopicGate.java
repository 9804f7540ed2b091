package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.hub.Session;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;

/**
 * Decides who may read topics that no rule can decide on, because a database says whose they are.
 * Asked where no rule gives the topic. Confined to one event loop.
 */
public interface TopicGate {
  /** Whether it decides on the topic. */
  boolean guards(Topic topic);

  /** Whether the principal may read the topic; failed where that cannot be known now. */
  Future<Boolean> admits(Principal principal, Topic topic);

  /** Lets the session read the topic, and sees to it that it reads no longer than it may. */
  void admit(Session session, Topic topic);
}
