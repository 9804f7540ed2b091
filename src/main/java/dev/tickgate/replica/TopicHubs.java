package dev.tickgate.replica;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Mailbox;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The hubs of this node that receive a topic: all hubs if it is pinned, otherwise those that need
 * it. Confined to the event loop of its feed.
 */
final class TopicHubs {
  private final Topic topic;
  private final Hubs hubs;
  private final boolean pinned;
  // The hubs that need it, each with the generation that it needs.
  private final Map<Mailbox, Long> wanting = new LinkedHashMap<>();

  TopicHubs(Topic topic, Hubs hubs, boolean pinned) {
    this.topic = topic;
    this.hubs = hubs;
    this.pinned = pinned;
  }

  void wantedBy(Mailbox hub, long generation) {
    wanting.put(hub, generation);
  }

  /**
   * @return whether no hub needs it any more
   */
  boolean unwantedBy(Mailbox hub) {
    wanting.remove(hub);
    return wanting.isEmpty();
  }

  void post(Consumer<Hub> letter) {
    if (pinned) {
      hubs.post(letter);
    } else {
      wanting.keySet().forEach(hub -> hub.post(letter));
    }
  }

  /** Passes the newest publications of the topic to each of these hubs. */
  void fill(Position head, List<Publication> tail) {
    if (pinned) {
      hubs.post(hub -> hub.fill(topic, head, tail));
    } else {
      wanting.forEach((hub, generation) -> fill(hub, generation, head, tail));
    }
  }

  void fill(Mailbox hub, long generation, Position head, List<Publication> tail) {
    hub.post(one -> one.fillWanted(topic, generation, head, tail));
  }
}
