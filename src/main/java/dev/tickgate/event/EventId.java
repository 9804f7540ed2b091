package dev.tickgate.event;

import dev.tickgate.stream.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The {@code id} of an event stream: the position of each of its channels, such as {@code
 * events.orders=7.19,events.pricing=7.3}.
 */
final class EventId {
  private EventId() {}

  static String write(Map<Topic, ChannelPosition> positions) {
    StringBuilder id = new StringBuilder();
    new TreeMap<>(positions)
        .forEach(
            (topic, position) ->
                id.append(id.isEmpty() ? "" : ",").append(topic).append('=').append(position));
    return id.toString();
  }

  /**
   * The positions of these topics in the id; it ignores other topics. Empty where the text is not
   * an id of this server.
   */
  static Optional<Map<Topic, ChannelPosition>> parse(String id, Set<Topic> topics) {
    Map<Topic, ChannelPosition> positions = new TreeMap<>();
    for (String part : id.split(",", -1)) {
      int equals = part.indexOf('=');
      Optional<Topic> topic = Topic.parse(part.substring(0, Math.max(0, equals)));
      Optional<ChannelPosition> position = ChannelPosition.parse(part.substring(equals + 1));
      if (topic.isEmpty() || position.isEmpty()) {
        return Optional.empty();
      }
      if (topics.contains(topic.get())) {
        positions.put(topic.get(), position.get());
      }
    }
    return Optional.of(positions);
  }
}
