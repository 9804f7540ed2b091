package dev.tickgate.stream;

/** How a publication looks to one kind of client: the complete bytes of one message. */
public interface Encoding {
  byte[] encode(Publication publication);
}
