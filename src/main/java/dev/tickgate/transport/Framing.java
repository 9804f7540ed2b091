package dev.tickgate.transport;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Publication;
import java.util.Optional;

/** Turns a message into the bytes on a connection. */
interface Framing {
  byte[] frame(byte[] message);

  /** Frames a publication; some framings add its position. */
  default byte[] frame(Publication publication, byte[] message) {
    return frame(message);
  }

  /**
   * Frames a reply; some framings add the position that it reports.
   *
   * @param message empty where the client does not get the reply
   */
  default Optional<byte[]> frame(Reply reply, Optional<byte[]> message) {
    return message.map(this::frame);
  }

  /** Whether every client gets the same bytes. */
  default boolean isShared() {
    return true;
  }
}
