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
  // Milliseconds after which to come back, which it is told with the first message; 0 once it was.
  private int retry;
  // Null while it shares frames with no others.
  ChannelSet set;
  // Where it stands in its set.
  int index;

  /**
   * @param retry milliseconds after which to come back
   * @param positions what it has of its channels, where it has said so
   */
  EventStream(
      Session session,
      EventConnection connection,
      boolean chunked,
      int retry,
      Set<Topic> topics,
      Map<Topic, ChannelPosition> positions) {
    this.session = session;
    this.connection = connection;
    this.chunked = chunked;
    this.retry = retry;
    this.topics = new HashSet<>(topics);
    own.putAll(positions);
  }

  Set<Topic> topics() {
    return topics;
  }

  /** Whether it is known where it begins in each of its channels. */
  boolean hasBegun() {
    return topics.stream().allMatch(topic -> live.contains(topic) || own.containsKey(topic));
  }

  /** Once: milliseconds after which to come back. */
  Optional<Integer> greeting() {
    Optional<Integer> first = Optional.of(retry).filter(millis -> millis > 0);
    retry = 0;
    return first;
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
