package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The gates of one event loop, which the mounts add. Confined to it. */
public final class TopicGates {
  private final Hub hub;
  private final List<TopicGate> gates = new ArrayList<>();

  TopicGates(Hub hub) {
    this.hub = hub;
  }

  public void add(TopicGate gate) {
    gates.add(gate);
  }

  /** The gate that decides whether the principal may read the topic; empty if the rules decide. */
  Optional<TopicGate> before(Principal principal, Topic topic) {
    boolean isOpen = hub.rights().access().mayRead(principal, topic);
    return isOpen || gates.isEmpty()
        ? Optional.empty()
        : gates.stream().filter(gate -> gate.guards(topic)).findFirst();
  }

  /** Whether the principal may read all of the topics; fails if that cannot be decided now. */
  Future<Boolean> admit(Principal principal, Collection<Topic> topics) {
    Future<Boolean> all = Future.succeededFuture(true);
    for (Topic topic : topics) {
      Optional<TopicGate> gate = before(principal, topic);
      boolean mayRead = hub.rights().access().mayRead(principal, topic);
      all =
          all.compose(
              before ->
                  gate.isPresent() && before
                      ? gate.get().admits(principal, topic)
                      : Future.succeededFuture(before && mayRead));
    }
    return all;
  }

  /** Grants the topics to a session that the gates have admitted. */
  void open(Session session, Collection<Topic> topics) {
    topics.forEach(
        topic -> before(session.principal(), topic).ifPresent(gate -> gate.admit(session, topic)));
  }
}
