package dev.tickgate.event;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.HubMetrics;
import dev.tickgate.hub.HubSettings;
import dev.tickgate.hub.ReplaySource;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.TestRoutes;
import dev.tickgate.transport.Format;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/** An event loop of a gateway that a test commands, with a clock that it moves. */
final class EventNode implements EventMetrics {
  static final Topic ORDERS = new Topic("events.orders");
  static final Topic PRICING = new Topic("events.pricing");
  static final long WINDOW = 500;
  private static final int RETRY_MS = 1_000;
  private static final Instant BEGINNING = Instant.parse("2026-02-16T13:05:10.123Z");

  final Log log;
  final Hub hub;
  final EventStreams streams;
  final List<String> delivered = new ArrayList<>();
  private final ArrayDeque<Publication> underWay = new ArrayDeque<>();
  private final PriorityQueue<Due> alarms = new PriorityQueue<>();
  private long now;
  private long number;

  private record Due(long at, long number, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  /** All that was published, for every node. */
  static final class Log {
    private final Map<Topic, List<Publication>> published = new HashMap<>();
    private final List<EventNode> nodes = new ArrayList<>();

    List<Publication> of(Topic topic) {
      return published.computeIfAbsent(topic, first -> new ArrayList<>());
    }

    Publication publish(Topic topic, String type) {
      return publish(topic, type, "");
    }

    Publication publish(Topic topic, String type, String text) {
      Position next = new Position(7, of(topic).size() + 1);
      String body =
          "{\"type\":\"%s\",\"payload\":{\"id\":\"%s\",\"action\":\"created\"},\"text\":\"%s\"}"
              .formatted(type, name(topic, next.offset()), text);
      Publication publication = Publication.at(topic, next, body);
      of(topic).add(publication);
      nodes.forEach(node -> node.underWay.add(publication));
      return publication;
    }

    /** The {@code id} of an event: {@code orders.17}. */
    static String name(Topic topic, long offset) {
      return topic.name().substring("events.".length()) + "." + offset;
    }

    private Future<ReplaySource.Page> after(Topic topic, Position position, int limit) {
      List<Publication> all = of(topic);
      int from = (int) Math.min(all.size(), position.offset());
      return Future.succeededFuture(
          new ReplaySource.Page(
              new Position(7, all.size()),
              true,
              List.copyOf(all.subList(from, Math.min(all.size(), from + limit)))));
    }
  }

  EventNode(Log log, int history) {
    this.log = log;
    TopicRoutes routes =
        new TopicRoutes(List.of(TestRoutes.route("events.*", Delivery.EVERY, history)));
    InstantSource clock = () -> BEGINNING.plusMillis(now);
    hub =
        new Hub(
            new HubSettings(routes, history, 1 << 20, 10, Duration.ofSeconds(30)),
            AccessPolicy.of(AccessPolicy.open("events.*")),
            log::after,
            HubMetrics.NONE,
            clock,
            () -> now * 1_000_000,
            new Random(1),
            this::scheduler);
    streams = new EventStreams(hub, WINDOW, this::scheduler, this, clock);
    List.of(ORDERS, PRICING).forEach(topic -> hub.fill(topic, new Position(7, 0), List.of()));
    log.nodes.add(this);
  }

  private void scheduler(long millis, Runnable task) {
    alarms.add(new Due(now + millis, number++, task));
  }

  /** So many publications arrive, in one turn of the loop. */
  void receive(int count) {
    for (int i = 0; i < count && !underWay.isEmpty(); i++) {
      hub.publish(underWay.poll());
    }
    hub.flush();
  }

  void receiveAll() {
    receive(underWay.size());
  }

  void publish(Topic topic, String type) {
    log.publish(topic, type);
    receiveAll();
  }

  void pass(long millis) {
    long until = now + millis;
    while (!alarms.isEmpty() && alarms.peek().at <= until) {
      Due next = alarms.poll();
      now = next.at;
      next.task.run();
    }
    now = until;
    hub.tickAlive();
  }

  int alarms() {
    return alarms.size();
  }

  /** A client connects, and subscribes as the endpoint has it. */
  EventStream connect(
      EventReader reader, Set<Topic> topics, Map<Topic, ChannelPosition> positions) {
    Session session =
        hub.sessions()
            .open(Principal.ANYBODY, Format.events(false), Optional.of(streams), opened -> reader);
    EventConnection connection = new EventConnection("c", BEGINNING, Principal.ANYBODY);
    boolean resumed = !positions.isEmpty();
    Map<Topic, ChannelPosition> known = new HashMap<>(positions);
    if (!resumed) {
      topics.forEach(
          topic -> hub.position(topic).ifPresent(at -> known.put(topic, ChannelPosition.at(at))));
    }
    EventStream stream = new EventStream(session, connection, false, RETRY_MS, topics, known);
    streams.add(stream, resumed);
    for (Topic topic : topics) {
      Optional<Position> since =
          Optional.ofNullable(positions.get(topic))
              .map(ChannelPosition::all)
              .or(() -> Optional.of(Position.NONE).filter(none -> resumed));
      hub.subscribe(session, new Command.Subscribe(topic, since, Pace.UNLIMITED), false);
    }
    hub.flush();
    return stream;
  }

  void disconnect(EventStream stream) {
    hub.sessions().closed(stream.session);
    streams.remove(stream);
  }

  @Override
  public void opened(EventConnection connection, boolean resumed) {}

  @Override
  public void closed(EventConnection connection) {}

  @Override
  public void delivered(EventConnection connection, String type, int events, long latency) {
    delivered.add(type + "×" + events);
  }

  @Override
  public void replayed(EventConnection connection, String type, int events) {
    delivered.add("again " + type + "×" + events);
  }
}
