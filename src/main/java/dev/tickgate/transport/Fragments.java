package dev.tickgate.transport;

import dev.tickgate.transport.WebSocketFrames.Header;
import java.io.ByteArrayOutputStream;

/** The fragments of one message so far. Confined to the event loop of its connection. */
final class Fragments {
  private final Header first;
  private final ByteArrayOutputStream bytes;

  Fragments(Header first, byte[] payload) {
    this.first = first;
    this.bytes = new ByteArrayOutputStream(payload.length);
    add(payload);
  }

  void add(byte[] payload) {
    bytes.writeBytes(payload);
  }

  /** The header of the first fragment, which has the type of the message. */
  Header first() {
    return first;
  }

  int size() {
    return bytes.size();
  }

  byte[] message() {
    return bytes.toByteArray();
  }
}
