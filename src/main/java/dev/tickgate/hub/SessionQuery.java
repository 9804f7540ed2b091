package dev.tickgate.hub;

import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * Some of the sessions of a hub, for operators.
 *
 * @param user only those of that subject
 * @param topic only those that subscribe to it
 */
public record SessionQuery(Optional<String> user, Optional<Topic> topic) {
  boolean matches(Session session) {
    return user.map(session.principal().subject()::equals).orElse(true)
        && topic.map(session.subscriptions()::containsKey).orElse(true);
  }
}
