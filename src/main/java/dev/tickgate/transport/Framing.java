package dev.tickgate.transport;

import dev.tickgate.stream.Publication;

/** How a message becomes the bytes on a connection. */
interface Framing {
  byte[] frame(byte[] message);

  /** A message that is a publication: some ways of framing say its position, too. */
  default byte[] frame(Publication publication, byte[] message) {
    return frame(message);
  }

  /** Whether every client gets the same bytes. */
  default boolean isShared() {
    return true;
  }
}
