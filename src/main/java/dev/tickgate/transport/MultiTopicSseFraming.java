package dev.tickgate.transport;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Server-sent events of several topics to one client. A client keeps only the id of the last event,
 * so each id has the positions of all its topics: {@code ticks.EUR_USD=7.3,ticks.USD_JPY=7.19}.
 * Confined to the event loop of its session, and called in the order in which events are sent.
 */
final class MultiTopicSseFraming implements Framing {
  private final Map<Topic, Position> positions;
  private final boolean chunked;

  /**
   * @param positions the positions of the client when it connected
   * @param chunked whether each event is a chunk of an HTTP/1.1 body
   */
  MultiTopicSseFraming(Map<Topic, Position> positions, boolean chunked) {
    this.positions = new LinkedHashMap<>(positions);
    this.chunked = chunked;
  }

  /** Returns the positions in an id; empty where the id has another format. */
  static Optional<Map<Topic, Position>> parse(String id) {
    Map<Topic, Position> positions = new LinkedHashMap<>();
    for (String part : id.split(",", -1)) {
      int equals = part.indexOf('=');
      Optional<Topic> topic = Topic.parse(part.substring(0, Math.max(0, equals)));
      Optional<Position> position = Position.parse(part.substring(equals + 1));
      if (topic.isEmpty() || position.isEmpty()) {
        return Optional.empty();
      }
      positions.put(topic.get(), position.get());
    }
    return Optional.of(positions);
  }

  @Override
  public byte[] frame(byte[] message) {
    return whole(SseEvents.event("", message));
  }

  @Override
  public byte[] frame(Publication publication, byte[] message) {
    positions.put(publication.topic(), publication.position());
    return whole(SseEvents.event(id(), message));
  }

  @Override
  public Optional<byte[]> frame(Reply reply, Optional<byte[]> message) {
    Optional<Position> told = SseEvents.told(reply);
    told.ifPresent(position -> positions.put(((Reply.Subscribed) reply).topic(), position));
    return SseEvents.event(reply, told.isPresent() ? id() : "", message).map(this::whole);
  }

  private String id() {
    StringBuilder id = new StringBuilder();
    positions.forEach(
        (topic, at) -> id.append(id.isEmpty() ? "" : ",").append(topic).append('=').append(at));
    return id.toString();
  }

  private byte[] whole(byte[] event) {
    return chunked ? Framings.chunk(event) : event;
  }

  @Override
  public boolean isShared() {
    return false;
  }
}
