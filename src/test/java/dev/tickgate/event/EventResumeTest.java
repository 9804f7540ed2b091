package dev.tickgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.event.EventNode.Log;
import dev.tickgate.stream.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever clients, nodes and types do, a client that comes back with the last id it has read, to
 * any node, gets each event once, and those of a type in their order.
 */
class EventResumeTest {
  private static final int CLIENTS = 3;
  private static final int NODES = 2;
  private static final List<Topic> TOPICS = List.of(EventNode.ORDERS, EventNode.PRICING);

  /** The kind of a step; its numbers select the node, the client and the type. */
  enum Kind {
    PUBLISH,
    RECEIVE,
    PASS,
    CONNECT,
    READ,
    LOSE
  }

  record Step(Kind kind, int first, int second) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(6, Kind.PUBLISH),
            Tuple.of(5, Kind.RECEIVE),
            Tuple.of(2, Kind.PASS),
            Tuple.of(3, Kind.CONNECT),
            Tuple.of(4, Kind.READ),
            Tuple.of(2, Kind.LOSE));
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 11);
    return Combinators.combine(kinds, numbers, numbers)
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(120);
  }

  @Property(tries = 2000)
  void aClientHasEachEventOnce(@ForAll("steps") List<Step> steps) {
    Log log = new Log();
    List<EventNode> nodes = Stream.generate(() -> new EventNode(log, 6)).limit(NODES).toList();
    List<Client> clients = Stream.generate(Client::new).limit(CLIENTS).toList();

    steps.forEach(step -> take(step, log, nodes, clients));
    nodes.forEach(EventNode::receiveAll);
    clients.forEach(client -> client.connect(nodes.get(0)));
    nodes.forEach(node -> node.pass(10 * EventNode.WINDOW));

    clients.forEach(client -> client.check(log));
  }

  private static void take(Step step, Log log, List<EventNode> nodes, List<Client> clients) {
    EventNode node = nodes.get(step.first() % NODES);
    Client client = clients.get(step.first() % CLIENTS);
    switch (step.kind()) {
      case PUBLISH ->
          log.publish(TOPICS.get(step.first() % 2), List.of("A", "B", "").get(step.second() % 3));
      case RECEIVE -> node.receive(1 + step.second() % 6);
      case PASS -> node.pass(50L * step.second());
      case CONNECT -> client.connect(nodes.get(step.second() % NODES));
      case READ -> client.reader.read(step.second());
      case LOSE -> client.lose();
    }
  }

  /** A browser that comes back with its last id. */
  private static final class Client {
    private final EventReader reader = new EventReader();
    private Map<Topic, ChannelPosition> beginning = Map.of();
    private EventNode node;
    private EventStream stream;

    void connect(EventNode to) {
      lose();
      node = to;
      stream =
          node.connect(
              reader,
              Set.copyOf(TOPICS),
              EventId.parse(reader.id, Set.copyOf(TOPICS)).orElse(Map.of()));
      if (beginning.isEmpty()) {
        reader.read(1);
        beginning = EventId.parse(reader.id, Set.copyOf(TOPICS)).orElseThrow();
      }
    }

    void lose() {
      if (node != null) {
        node.disconnect(stream);
        reader.lose();
        node = null;
      }
    }

    void check(Log log) {
      reader.readAll();
      List<String> expected = new ArrayList<>();
      for (Topic topic : TOPICS) {
        log.of(topic).stream()
            .filter(at -> at.position().offset() > beginning.get(topic).all().offset())
            .map(Event::of)
            .forEach(event -> expected.add(event.type() + "." + Log.name(topic, event.offset())));
      }
      assertThat(reader.events).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(byType(reader.events)).isEqualTo(byType(expected));
    }

    /** The events of each type and channel, in their order. */
    private static Map<String, List<String>> byType(List<String> events) {
      return events.stream()
          .collect(Collectors.groupingBy(event -> event.substring(0, event.lastIndexOf('.'))));
    }
  }
}
