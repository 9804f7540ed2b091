package dev.tickgate.hub;

import dev.tickgate.stream.Topic;
import java.util.Set;

/**
 * Which topics a principal may read. What is not named here is denied.
 *
 * @param publicTopics readable by anybody
 */
public record Access(Set<Topic> publicTopics) {
  public Access {
    publicTopics = Set.copyOf(publicTopics);
  }

  public boolean mayRead(Principal principal, Topic topic) {
    return publicTopics.contains(topic);
  }
}
