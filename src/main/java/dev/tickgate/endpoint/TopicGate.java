package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.hub.Session;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Decides whether a principal may read a topic whose readers are stored in a database, so that no
 * rule can decide. Called if no rule grants the topic. Confined to one event loop.
 */
public interface TopicGate {
  /** Whether it decides on the topic. */
  boolean guards(Topic topic);

  /**
   * The admission of a principal to a topic; empty if the principal may not read it. Fails if that
   * cannot be decided now.
   */
  Future<Optional<Admission>> admission(Principal principal, Topic topic);

  /** The right of a principal, as it was found. */
  @FunctionalInterface
  interface Admission {
    /** Grants the topic to a session of the principal for as long as its right lasts. */
    void grant(Session session);
  }
}
