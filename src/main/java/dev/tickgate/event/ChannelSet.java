package dev.tickgate.event;

import dev.tickgate.stream.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Clients with the same channels that have received the same events. They share every frame.
 * Confined to the hub's event loop.
 */
final class ChannelSet {
  private final Key key;
  private final List<EventStream> members = new ArrayList<>();

  ChannelSet(Key key) {
    this.key = key;
  }

  /**
   * The properties that clients must have in common to share frames.
   *
   * @param chunked whether each event is a chunk of an HTTP/1.1 body
   */
  record Key(Set<Topic> topics, boolean chunked) {
    Key {
      topics = Set.copyOf(topics);
    }
  }

  Key key() {
    return key;
  }

  List<EventStream> members() {
    return members;
  }

  void add(EventStream stream) {
    stream.set = this;
    stream.index = members.size();
    members.add(stream);
  }

  void remove(EventStream stream) {
    // The last member takes the free place, so that removal costs the same in a set of any size.
    EventStream last = members.remove(members.size() - 1);
    if (last != stream) {
      members.set(stream.index, last);
      last.index = stream.index;
    }
    stream.set = null;
  }
}
