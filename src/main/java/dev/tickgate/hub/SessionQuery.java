package dev.tickgate.hub;

import dev.tickgate.stream.Topic;
import java.util.Optional;

/**
 * Selects sessions of a hub, for operators.
 *
 * @param user only sessions with that subject
 * @param topic only sessions that are subscribed to it
 */
public record SessionQuery(Optional<String> user, Optional<Topic> topic) {
  boolean matches(Session session) {
    return user.map(session.principal().subject()::equals).orElse(true)
        && topic.map(session.subscriptions()::containsKey).orElse(true);
  }
}
