package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.hub.Session;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;

/**
 * Decides whether a principal may read a topic whose readers are stored in a database, so that no
 * rule can decide. Called if no rule grants the topic. Confined to one event loop.
 */
public interface TopicGate {
  /** Whether it decides on the topic. */
  boolean guards(Topic topic);

  /** Whether the principal may read the topic; fails if that cannot be decided now. */
  Future<Boolean> admits(Principal principal, Topic topic);

  /** Grants the topic to the session for as long as its right lasts. */
  void admit(Session session, Topic topic);
}
