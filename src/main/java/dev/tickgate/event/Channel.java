package dev.tickgate.event;

import dev.tickgate.stream.Topic;
import java.util.List;

/**
 * A named stream of events.
 *
 * @param types the types of its events; no other channel has them
 * @param idsOnly whether {@code payload.data} is removed before an event is stored
 */
public record Channel(String name, List<String> types, boolean idsOnly) {
  private static final String PREFIX = "events.";

  public Channel {
    types = List.copyOf(types);
  }

  /** The topic on which its events are published. */
  public Topic topic() {
    return new Topic(PREFIX + name);
  }
}
