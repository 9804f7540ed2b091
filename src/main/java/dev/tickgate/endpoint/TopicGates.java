package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.TopicGate.Admission;
import dev.tickgate.hub.Hub;
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

  /**
   * The admission of the principal to all of the topics; empty if the principal may not read one of
   * them. Fails if that cannot be decided now.
   */
  Future<Optional<Admission>> admission(Principal principal, Collection<Topic> topics) {
    List<Admission> admissions = new ArrayList<>();
    Future<Boolean> all = Future.succeededFuture(true);
    for (Topic topic : topics) {
      Optional<TopicGate> gate = before(principal, topic);
      boolean mayRead = hub.rights().access().mayRead(principal, topic);
      all =
          all.compose(
              before ->
                  gate.isPresent() && before
                      ? gate.get()
                          .admission(principal, topic)
                          .onSuccess(found -> found.ifPresent(admissions::add))
                          .map(Optional::isPresent)
                      : Future.succeededFuture(before && mayRead));
    }
    return all.map(
        admitted ->
            admitted
                ? Optional.of(session -> admissions.forEach(one -> one.grant(session)))
                : Optional.empty());
  }
}
