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
 * The changes of the topics that the hubs of this node need. Hubs write on their event loops, one
 * loop reads. Several changes of a topic by a hub before a read count once, so that a client that
 * subscribes and unsubscribes repeatedly does not fill the queue.
 */
final class Interests {
  // The generation that the hub needs; empty if it does not need the topic any more.
  private final Map<Key, OptionalLong> changed = new ConcurrentHashMap<>();
  private final Queue<Key> order = new ConcurrentLinkedQueue<>();
  private volatile Runnable reader = () -> {};

  private record Key(Topic topic, Mailbox hub) {}

  /**
   * A change, the newest of its topic and hub.
   *
   * @param generation the generation that the hub needs; empty if it does not need the topic any
   *     more
   */
  record Change(Topic topic, Mailbox hub, OptionalLong generation) {}

  /** Sets the callback, which runs now, and whenever there are new changes to read. */
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

  /** Returns the next change; null if there is none. */
  Change poll() {
    Key key = order.poll();
    return key == null ? null : new Change(key.topic, key.hub, changed.remove(key));
  }
}
