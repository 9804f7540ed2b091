package dev.tickgate.replica;

import dev.tickgate.hub.Mailbox;
import dev.tickgate.hub.TopicInterest;
import dev.tickgate.stream.Topic;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which topics the hubs of this node have begun or ceased to want. Hubs write on their event loops,
 * one loop reads. A topic that comes and goes again before it is read counts once, so a client that
 * invents names without end fills nothing.
 */
final class Interests {
  // The generation that the hub wants; none where it wants the topic no more.
  private final Map<Key, OptionalLong> changed = new ConcurrentHashMap<>();
  private final Queue<Key> order = new ConcurrentLinkedQueue<>();
  private volatile Runnable reader = () -> {};

  private record Key(Topic topic, Mailbox hub) {}

  /**
   * A change, the newest of its topic and hub.
   *
   * @param generation that the hub wants; empty where it wants the topic no more
   */
  record Change(Topic topic, Mailbox hub, OptionalLong generation) {}

  /** Tells the reader, now and at each change, that there are changes to take. */
  void onChange(Runnable told) {
    reader = told;
    told.run();
  }

  TopicInterest of(Mailbox hub) {
    return new TopicInterest() {
      @Override
      public void wanted(Topic topic, long generation) {
        change(new Key(topic, hub), OptionalLong.of(generation));
      }

      @Override
      public void unwanted(Topic topic) {
        change(new Key(topic, hub), OptionalLong.empty());
      }
    };
  }

  private void change(Key key, OptionalLong generation) {
    if (changed.put(key, generation) == null) {
      order.add(key);
      reader.run();
    }
  }

  /** The next change; null where there is none. */
  Change poll() {
    Key key = order.poll();
    return key == null ? null : new Change(key.topic, key.hub, changed.remove(key));
  }
}
