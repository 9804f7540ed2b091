package dev.tickgate.event;

import dev.tickgate.hub.Distributor;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Scheduler;
import dev.tickgate.hub.Session;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Frame;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The event clients of one event loop. A batch is encoded once for all of them, and its frame once
 * for all clients with the same channels. A client that has connected a moment ago, or resumes, may
 * have other events. It gets frames of its own until it has the same events. Confined to the hub's
 * event loop.
 */
final class EventStreams implements Distributor {
  private final Hub hub;
  private final long window;
  private final Scheduler scheduler;
  private final EventMetrics metrics;
  private final InstantSource clock;
  private final Map<Session, EventStream> streams = new HashMap<>();
  // Has the channels in which a client of this loop is live.
  private final Map<Topic, ChannelBatches> channels = new HashMap<>();
  private final Map<ChannelSet.Key, ChannelSet> sets = new LinkedHashMap<>();
  private final Set<EventStream> apart = new LinkedHashSet<>();
  private final ReplayedPages pages;

  /**
   * @param window in milliseconds; 0 for no batches
   * @param scheduler its tasks run in a turn of the hub's loop
   */
  EventStreams(
      Hub hub, long window, Scheduler scheduler, EventMetrics metrics, InstantSource clock) {
    this.hub = hub;
    this.window = window;
    this.scheduler =
        (millis, task) ->
            scheduler.in(
                millis,
                () -> {
                  task.run();
                  hub.flush();
                });
    this.metrics = metrics;
    this.clock = clock;
    this.pages = new ReplayedPages(this::id, clock);
  }

  /**
   * Adds a client. Called before its session subscribes to a topic.
   *
   * @param resumed whether the client reconnects; it is then notified of events that it may have
   *     missed
   */
  void add(EventStream stream, boolean resumed) {
    streams.put(stream.session, stream);
    apart.add(stream);
    if (resumed || stream.hasBegun()) {
      greet(stream);
    }
  }

  /**
   * Sends {@code connected}, which promises the client all events that are published from then on.
   * A gateway can promise this only after a leader has reported the positions of the channels.
   *
   * @return whether the client receives its position now
   */
  private boolean greet(EventStream stream) {
    Optional<Integer> retry = stream.greeting();
    if (retry.isEmpty()) {
      return false;
    }
    byte[] connected = EventFrames.connected(stream.connection.clientId(), clock.instant());
    tell(stream, EventFrames.first(retry.get(), id(stream), connected, stream.chunked));
    return true;
  }

  /**
   * Removes a client.
   *
   * @return whether it was present
   */
  boolean remove(EventStream stream) {
    List.copyOf(stream.topics()).forEach(topic -> leave(stream, topic));
    apart.remove(stream);
    return streams.remove(stream.session, stream);
  }

  /** Whether no state of a client or channel is left. */
  boolean isEmpty() {
    return streams.isEmpty() && channels.isEmpty() && sets.isEmpty() && apart.isEmpty();
  }

  @Override
  public void published(Publication publication) {
    Optional.ofNullable(channels.get(publication.topic()))
        .ifPresent(channel -> channel.published(publication));
  }

  @Override
  public void joined(Session session, Topic topic, Optional<Position> head) {
    EventStream stream = streams.get(session);
    boolean told = stream.own(topic).map(ChannelPosition::all).equals(head);
    stream.join(topic, head);
    head.ifPresent(at -> channels.computeIfAbsent(topic, first -> channel(topic, at)));
    settle(stream, topic);
    boolean greeted = stream.hasBegun() && greet(stream);
    if (head.isPresent() && !told && !greeted) {
      // If the connection breaks before the next message, the client must not resume from an
      // earlier position.
      write(stream, topic, EventFrames.position(id(stream), stream.chunked), 0, () -> {});
    }
  }

  private ChannelBatches channel(Topic topic, Position head) {
    return new ChannelBatches(window, head, scheduler, (type, events) -> send(topic, type, events));
  }

  @Override
  public void left(Session session, Topic topic) {
    EventStream stream = streams.get(session);
    if (stream == null) {
      return;
    }
    leave(stream, topic);
    // The client may have waited for this topic only.
    if (stream.hasBegun()) {
      greet(stream);
    }
  }

  private void leave(EventStream stream, Topic topic) {
    stepOut(stream);
    boolean heard = stream.leave(topic);
    if (heard && streams.values().stream().noneMatch(other -> other.isLive(topic))) {
      Optional.ofNullable(channels.remove(topic)).ifPresent(ChannelBatches::drop);
    }
    stepIn(stream);
  }

  @Override
  public void restarted(Topic topic, Position head) {
    ChannelBatches channel = channels.get(topic);
    if (channel == null) {
      channels.put(topic, channel(topic, head));
    } else {
      channel.restart(head);
    }
    for (EventStream stream : streams.values()) {
      if (stream.isLive(topic)) {
        stream.follows(topic);
        settle(stream, topic);
        write(stream, topic, EventFrames.position(id(stream), stream.chunked), 0, () -> {});
      }
    }
  }

  /** Sends events to every client that is live in their channel and does not have them. */
  private void send(Topic topic, String type, List<Event> events) {
    byte[] message = EventFrames.message(events, clock.instant());
    for (ChannelSet set : sets.values()) {
      if (set.key().topics().contains(topic) && !set.members().isEmpty()) {
        sendShared(set, topic, type, events, message);
      }
    }
    for (EventStream stream : List.copyOf(apart)) {
      if (stream.isLive(topic)) {
        sendMissing(stream, topic, type, events);
        settle(stream, topic);
      }
    }
  }

  private void sendShared(
      ChannelSet set, Topic topic, String type, List<Event> events, byte[] message) {
    byte[] bytes = EventFrames.frame(id(set.key().topics()), message, set.key().chunked());
    try (Frame frame = Frame.of(bytes)) {
      for (EventStream member : set.members()) {
        hub.send(
            member.session, topic, frame, events.size(), () -> delivered(member, type, events));
      }
    }
  }

  private void sendMissing(EventStream stream, Topic topic, String type, List<Event> events) {
    List<Event> missing = stream.missing(topic, events);
    if (!missing.isEmpty()) {
      byte[] message = EventFrames.message(missing, clock.instant());
      write(
          stream,
          topic,
          EventFrames.frame(id(stream), message, stream.chunked),
          missing.size(),
          () -> delivered(stream, type, missing));
    }
  }

  private void delivered(EventStream to, String type, List<Event> events) {
    metrics.delivered(to.connection, type, events.size(), Event.latency(events, clock.millis()));
  }

  /** Sends a message that is not an event. */
  void tell(EventStream stream, byte[] frame) {
    stream.topics().stream()
        .findFirst()
        .ifPresent(topic -> write(stream, topic, frame, 0, () -> {}));
  }

  private void write(
      EventStream stream, Topic topic, byte[] bytes, int publications, Runnable written) {
    try (Frame frame = Frame.of(bytes)) {
      hub.send(stream.session, topic, frame, publications, written);
    }
  }

  @Override
  public Frame replay(Session session, List<Publication> missed) {
    EventStream stream = streams.get(session);
    ReplayedPages.Page page = pages.of(stream, missed);
    stream.stands(missed.get(0).topic(), page.after());
    page.runs().forEach(run -> metrics.replayed(stream.connection, run.type(), run.events()));
    return Frame.of(page.frames());
  }

  /** Sends a heartbeat to clients, encoded once for those that share frames. */
  void heartbeat(Iterable<EventStream> due) {
    byte[] message = EventFrames.heartbeat(clock.instant());
    Map<ChannelSet, byte[]> shared = new HashMap<>();
    for (EventStream stream : due) {
      byte[] frame =
          stream.set == null
              ? EventFrames.frame(id(stream), message, stream.chunked)
              : shared.computeIfAbsent(
                  stream.set,
                  set -> EventFrames.frame(id(set.key().topics()), message, stream.chunked));
      tell(stream, frame);
    }
    hub.flush();
  }

  /** The id of a client that shares frames with others. */
  private String id(Set<Topic> topics) {
    Map<Topic, ChannelPosition> positions = new HashMap<>();
    topics.forEach(topic -> positions.put(topic, channels.get(topic).position()));
    return EventId.write(positions);
  }

  /** The id of a client, with the channels in which its position is known. */
  String id(EventStream stream) {
    Map<Topic, ChannelPosition> positions = new HashMap<>();
    for (Topic topic : stream.topics()) {
      Optional<ChannelPosition> own = stream.own(topic);
      Optional<ChannelBatches> channel =
          Optional.ofNullable(channels.get(topic)).filter(known -> stream.isLive(topic));
      channel
          .map(heard -> own.map(heard::position).orElseGet(heard::position))
          .or(() -> own)
          .ifPresent(position -> positions.put(topic, position));
    }
    return EventId.write(positions);
  }

  /** Lets a client share frames once it has exactly the sent events of its channels. */
  private void settle(EventStream stream, Topic topic) {
    ChannelBatches channel = channels.get(topic);
    if (channel != null && stream.own(topic).filter(channel::covers).isPresent()) {
      stream.follows(topic);
    }
    stepIn(stream);
  }

  private void stepIn(EventStream stream) {
    boolean known = stream.topics().stream().allMatch(channels::containsKey);
    if (stream.set == null && known && stream.isInStep() && apart.remove(stream)) {
      sets.computeIfAbsent(stream.key(), ChannelSet::new).add(stream);
    }
  }

  private void stepOut(EventStream stream) {
    ChannelSet set = stream.set;
    if (set != null) {
      set.remove(stream);
      if (set.members().isEmpty()) {
        sets.remove(set.key());
      }
      apart.add(stream);
    }
  }
}
