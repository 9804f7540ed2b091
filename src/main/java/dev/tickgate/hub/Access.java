package dev.tickgate.hub;

import dev.tickgate.stream.Topic;
import java.util.Set;

/**
 * Which topics a principal may read. What is not named here is denied.
 *
 * @param publicTopics readable by anybody
 * @param publicFamilies readable by anybody with all topics below them
 */
public record Access(Set<Topic> publicTopics, Set<Topic> publicFamilies) {
  public Access {
    publicTopics = Set.copyOf(publicTopics);
    publicFamilies = Set.copyOf(publicFamilies);
  }

  public boolean mayRead(Principal principal, Topic topic) {
    return publicTopics.contains(topic) || publicFamilies.stream().anyMatch(topic::isOf);
  }
}
