package dev.tickgate.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.protocol.BridgeWire;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.EnvelopeWire;
import dev.tickgate.protocol.EventWire;
import dev.tickgate.protocol.JsonWire;
import dev.tickgate.protocol.MergePatch;
import dev.tickgate.protocol.RelayContent;
import dev.tickgate.protocol.RelayWire;
import dev.tickgate.protocol.Reply;
import dev.tickgate.protocol.WatchlistWire;
import dev.tickgate.protocol.Wire;
import dev.tickgate.stream.Encoding;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A wire format in a framing: the encoding of all messages to one kind of client. There is one
 * object per kind, so that a publication is encoded once for all clients of the kind.
 */
public final class Format implements Encoding {
  /** {@code /ws} and {@code /ws/…}. */
  public static final Format JSON_WEBSOCKET = new Format(new JsonWire(), Framings.WEBSOCKET);

  /** {@code /ws?envelope=true}. */
  public static final Format ENVELOPE_WEBSOCKET =
      new Format(new EnvelopeWire(), Framings.WEBSOCKET);

  /** {@code /eventbus/websocket}. */
  public static final Format BRIDGE_WEBSOCKET = new Format(new BridgeWire(), Framings.WEBSOCKET);

  /** {@code /eventbus/<server>/<session>/websocket}. */
  public static final Format BRIDGE_SOCKJS_WEBSOCKET =
      new Format(new BridgeWire(), Framings.SOCKJS_WEBSOCKET);

  /** {@code /ws?stream=…}. */
  private static final Format RELAY_WEBSOCKET =
      new Format(new RelayWire(RelayContent.RAW), Framings.WEBSOCKET);

  /** {@code /ws?stream=…&format=tick}. */
  private static final Format RELAY_TICKS_WEBSOCKET =
      new Format(new RelayWire(RelayContent.TICK), Framings.WEBSOCKET);

  /** {@code /api/v1/ws/watchlist/…}. */
  public static final Format WATCHLIST_WEBSOCKET =
      new Format(new WatchlistWire(), Framings.WEBSOCKET);

  private static final Map<Format, Format> DEFLATED =
      Map.of(
          WATCHLIST_WEBSOCKET,
          new Format(new WatchlistWire(), Framings.WEBSOCKET_DEFLATED),
          RELAY_WEBSOCKET,
          new Format(new RelayWire(RelayContent.RAW), Framings.WEBSOCKET_DEFLATED),
          RELAY_TICKS_WEBSOCKET,
          new Format(new RelayWire(RelayContent.TICK), Framings.WEBSOCKET_DEFLATED),
          JSON_WEBSOCKET,
          new Format(new JsonWire(), Framings.WEBSOCKET_DEFLATED),
          ENVELOPE_WEBSOCKET,
          new Format(new EnvelopeWire(), Framings.WEBSOCKET_DEFLATED),
          BRIDGE_WEBSOCKET,
          new Format(new BridgeWire(), Framings.WEBSOCKET_DEFLATED),
          BRIDGE_SOCKJS_WEBSOCKET,
          new Format(new BridgeWire(), Framings.SOCKJS_WEBSOCKET_DEFLATED));

  /** The other transports of SockJS. */
  public static final Format BRIDGE_SOCKJS_FALLBACK =
      new Format(new BridgeWire(), Framings.MESSAGE);

  private static final Format JSON_SSE = new Format(new JsonWire(), Framings.SSE);
  private static final Format JSON_SSE_CHUNKED = new Format(new JsonWire(), Framings.SSE_CHUNKED);
  private static final Format ENVELOPE_SSE = new Format(new EnvelopeWire(), Framings.SSE);
  private static final Format ENVELOPE_SSE_CHUNKED =
      new Format(new EnvelopeWire(), Framings.SSE_CHUNKED);
  private static final Format EVENTS = new Format(new EventWire(), Framings.EVENTS);
  private static final Format EVENTS_CHUNKED = new Format(new EventWire(), Framings.EVENTS_CHUNKED);

  private final Wire wire;
  private final Framing framing;
  private final Encoding snapshot;

  private Format(Wire wire, Framing framing) {
    this.wire = wire;
    this.framing = framing;
    this.snapshot = publication -> framing.frame(publication, wire.writeSnapshot(publication));
  }

  /**
   * The format of {@code /sse}, for one client or for all clients of the topic.
   *
   * @param positions the positions that the client gave, by topic
   * @param chunked whether each event is a chunk of an HTTP/1.1 body
   * @param envelope whether each publication comes in an envelope that names its topic
   */
  public static Format sse(
      Set<Topic> topics, Map<Topic, Position> positions, boolean chunked, boolean envelope) {
    if (topics.size() > 1) {
      Wire wire = envelope ? new EnvelopeWire() : new JsonWire();
      return new Format(wire, new MultiTopicSseFraming(positions, chunked));
    }
    Format events = envelope ? ENVELOPE_SSE : JSON_SSE;
    Format chunks = envelope ? ENVELOPE_SSE_CHUNKED : JSON_SSE_CHUNKED;
    return chunked ? chunks : events;
  }

  /**
   * The replies of {@code /api/realtime/events}.
   *
   * @param chunked whether each event is a chunk of an HTTP/1.1 body
   */
  public static Format events(boolean chunked) {
    return chunked ? EVENTS_CHUNKED : EVENTS;
  }

  /** Returns this format of WebSockets as it is on that connection, compressed or not. */
  public Format on(WebSocketConnection connection) {
    return connection.isCompressed() ? DEFLATED.get(this) : this;
  }

  /** The format of the relay's WebSockets. */
  public static Format relay(RelayContent content) {
    return content == RelayContent.RAW ? RELAY_WEBSOCKET : RELAY_TICKS_WEBSOCKET;
  }

  /** The positions in the id of an event of {@code /sse}; empty where the id has another format. */
  public static Optional<Map<Topic, Position>> readEventId(Set<Topic> topics, String id) {
    return topics.size() == 1
        ? Position.parse(id).map(position -> Map.of(topics.iterator().next(), position))
        : MultiTopicSseFraming.parse(id);
  }

  /** Whether every client of this format gets the same bytes. */
  public boolean isShared() {
    return framing.isShared();
  }

  /**
   * Whether a slow client gets the newest publication in place of older ones, whatever the delivery
   * of the topic.
   */
  public boolean alwaysConflates() {
    return wire.alwaysConflates();
  }

  public Command read(String message) {
    return wire.read(message);
  }

  @Override
  public byte[] encode(Publication publication) {
    return framing.frame(publication, wire.write(publication));
  }

  /**
   * Encodes a publication as its difference to the previous one; empty where that is not shorter or
   * not possible.
   */
  public Optional<byte[]> encodeDelta(Publication before, Publication publication) {
    return patch(before, publication)
        .flatMap(patch -> wire.writeDelta(publication, patch))
        .map(message -> framing.frame(publication, message));
  }

  private static Optional<String> patch(Publication before, Publication publication) {
    String known = new String(before.object(), UTF_8);
    if (before.skipped() > 0) {
      // The client's object has this number, which the difference must remove or replace.
      known = known.substring(0, known.length() - 1) + ",\"skipped\":" + before.skipped() + "}";
    }
    return MergePatch.between(known, new String(publication.object(), UTF_8));
  }

  /**
   * Encodes a publication that is sent now; the bytes are shared where all clients get the same.
   */
  public byte[] encoded(Publication publication) {
    return isShared() ? publication.as(this) : encode(publication);
  }

  /** The encoding of the newest publication for a session that subscribes. */
  public Encoding snapshot() {
    return snapshot;
  }

  /** The frame of a reply; empty where clients of this kind do not get it. */
  public Optional<byte[]> encode(Reply reply) {
    return framing.frame(reply, wire.write(reply));
  }
}
