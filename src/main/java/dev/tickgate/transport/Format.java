package dev.tickgate.transport;

import dev.tickgate.protocol.BridgeWire;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.JsonWire;
import dev.tickgate.protocol.Reply;
import dev.tickgate.protocol.Wire;
import dev.tickgate.stream.Encoding;
import dev.tickgate.stream.Publication;
import java.util.Optional;

/**
 * A wire in a framing: how everything looks to one kind of client. There is one object per kind, so
 * that a publication is encoded once for all clients of the kind.
 */
public final class Format implements Encoding {
  /** {@code /ws} and {@code /ws/…}. */
  public static final Format JSON_WEBSOCKET = new Format(new JsonWire(), Framing.WEBSOCKET);

  /** {@code /eventbus/websocket}. */
  public static final Format BRIDGE_WEBSOCKET = new Format(new BridgeWire(), Framing.WEBSOCKET);

  /** {@code /eventbus/<server>/<session>/websocket}. */
  public static final Format BRIDGE_SOCKJS_WEBSOCKET =
      new Format(new BridgeWire(), Framing.SOCKJS_WEBSOCKET);

  /** The other transports of SockJS. */
  public static final Format BRIDGE_SOCKJS_FALLBACK = new Format(new BridgeWire(), Framing.MESSAGE);

  private final Wire wire;
  private final Framing framing;
  private final Encoding snapshot;

  private Format(Wire wire, Framing framing) {
    this.wire = wire;
    this.framing = framing;
    this.snapshot = publication -> framing.frame(wire.writeSnapshot(publication));
  }

  public Command read(String message) {
    return wire.read(message);
  }

  @Override
  public byte[] encode(Publication publication) {
    return framing.frame(wire.write(publication));
  }

  /** How the newest publication looks to who subscribes. */
  public Encoding snapshot() {
    return snapshot;
  }

  /** The frame of a reply; empty where clients of this kind are not told. */
  public Optional<byte[]> encode(Reply reply) {
    return wire.write(reply).map(framing::frame);
  }
}
