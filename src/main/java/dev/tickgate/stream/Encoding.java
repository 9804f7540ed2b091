package dev.tickgate.stream;

/** Encodes a publication for one kind of client, as the complete bytes of one message. */
public interface Encoding {
  byte[] encode(Publication publication);
}
