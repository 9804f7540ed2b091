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
  // The topics that the client receives live, or will receive live after the missed events.
  private final Set<Topic> topics;
  private final Set<Topic> live = new HashSet<>();
  // The client's position in a channel, apart from what was sent to it since it went live. Present
  // where the client is not live in the channel yet, or where it has events that wait in a batch.
  private final Map<Topic, ChannelPosition> own = new HashMap<>();
  // The reconnection time in milliseconds, sent with the first message; 0 after that.
  private int retry;
  // Null while the client gets frames of its own.
  ChannelSet set;
  // The index of this client in its set.
  int index;

  /**
   * @param retry the reconnection time of the client in milliseconds
   * @param positions the known positions of the client in its channels
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

  /** Whether the client's first position in each of its channels is known. */
  boolean hasBegun() {
    return topics.stream().allMatch(topic -> live.contains(topic) || own.containsKey(topic));
  }

  /** The reconnection time in milliseconds at the first call; empty at later ones. */
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

  /** The given events that the client does not have. */
  List<Event> missing(Topic topic, List<Event> events) {
    ChannelPosition position = own.get(topic);
    return events.stream()
        .filter(event -> position == null || !position.has(event.type(), event.offset()))
        .toList();
  }

  void stands(Topic topic, ChannelPosition position) {
    own.put(topic, position);
  }

  /** Records that the client has exactly the events of the channel that have been sent. */
  void follows(Topic topic) {
    own.remove(topic);
  }

  /** Makes the client live in the topic. It has all events up to that position. */
  void join(Topic topic, Optional<Position> head) {
    live.add(topic);
    if (head.isEmpty()) {
      own.remove(topic);
    } else if (own(topic).filter(position -> position.all().equals(head.get())).isEmpty()) {
      own.put(topic, ChannelPosition.at(head.get()));
    }
  }

  /**
   * Removes a channel.
   *
   * @return whether the client was live in it
   */
  boolean leave(Topic topic) {
    topics.remove(topic);
    own.remove(topic);
    return live.remove(topic);
  }

  /**
   * Whether the client has exactly the sent events of all its channels. Such a client may share
   * frames.
   */
  boolean isInStep() {
    return own.isEmpty() && live.size() == topics.size() && !topics.isEmpty();
  }

  ChannelSet.Key key() {
    return new ChannelSet.Key(topics, chunked);
  }
}
