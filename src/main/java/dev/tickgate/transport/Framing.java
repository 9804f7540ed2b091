package dev.tickgate.transport;

import dev.tickgate.protocol.Reply;
import dev.tickgate.stream.Publication;
import java.util.Optional;

/** How a message becomes the bytes on a connection. */
interface Framing {
  byte[] frame(byte[] message);

  /** A message that is a publication: some ways of framing say its position, too. */
  default byte[] frame(Publication publication, byte[] message) {
    return frame(message);
  }

  /**
   * A reply: some ways of framing say the position that it tells.
   *
   * @param message empty where the client is not told
   */
  default Optional<byte[]> frame(Reply reply, Optional<byte[]> message) {
    return message.map(this::frame);
  }

  /** Whether every client gets the same bytes. */
  default boolean isShared() {
    return true;
  }
}
