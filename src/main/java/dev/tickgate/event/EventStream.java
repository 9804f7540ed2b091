package dev.tickgate.event;

import dev.tickgate.hub.Session;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One client of events. Confined to the hub's event loop. */
final class EventStream {
  final Session session;
  final EventConnection connection;
  final boolean chunked;
  // Those that it hears, or will once it has what it missed.
  private final Set<Topic> topics;
  private final Set<Topic> live = new HashSet<>();
  // Of channels of which it does not hear the live stream yet, and of those of which it has events
  // that wait in a batch: what it has of them, apart from what has left since it hears them.
  private final Map<Topic, ChannelPosition> own = new HashMap<>();
  // Null while it shares frames with no others.
  ChannelSet set;
  // Where it stands in its set.
  int index;

  /**
   * @param positions what it has of its channels, where it has said so
   */
  EventStream(
      Session session,
      EventConnection connection,
      boolean chunked,
      Set<Topic> topics,
      Map<Topic, ChannelPosition> positions) {
    this.session = session;
    this.connection = connection;
    this.chunked = chunked;
    this.topics = new HashSet<>(topics);
    own.putAll(positions);
  }

  Set<Topic> topics() {
    return topics;
  }

  boolean isLive(Topic topic) {
    return live.contains(topic);
  }

  Optional<ChannelPosition> own(Topic topic) {
    return Optional.ofNullable(own.get(topic));
  }

  /** Those of the events that it has not. */
  List<Event> missing(Topic topic, List<Event> events) {
    ChannelPosition position = own.get(topic);
    return events.stream()
        .filter(event -> position == null || !position.has(event.type(), event.offset()))
        .toList();
  }

  void stands(Topic topic, ChannelPosition position) {
    own.put(topic, position);
  }

  /** It has nothing of the channel but what has left. */
  void follows(Topic topic) {
    own.remove(topic);
  }

  /** It hears what leaves from now on; it has all up to that position. */
  void join(Topic topic, Optional<Position> head) {
    live.add(topic);
    if (head.isEmpty()) {
      own.remove(topic);
    } else if (own(topic).filter(position -> position.all().equals(head.get())).isEmpty()) {
      own.put(topic, ChannelPosition.at(head.get()));
    }
  }

  /** It hears the channel no more; whether it did. */
  boolean leave(Topic topic) {
    topics.remove(topic);
    own.remove(topic);
    return live.remove(topic);
  }

  /** Whether all that it has is what has left: then it may share frames. */
  boolean isInStep() {
    return own.isEmpty() && live.size() == topics.size() && !topics.isEmpty();
  }

  ChannelSet.Key key() {
    return new ChannelSet.Key(topics, chunked);
  }
}
