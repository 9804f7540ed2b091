package dev.tickgate.bench;

import java.util.Arrays;

/**
 * Parses the frames of RFC 6455 as a server sends them, without a mask. Confined to the event loop
 * of the connection.
 */
final class WebSocketParser implements Parser {
  private static final int LENGTH_IN_16_BITS = 126;
  private static final int LENGTH_IN_64_BITS = 127;
  private static final int LENGTH = 0x7F;
  private static final int CONTINUED = 0x00;
  private static final int LAST_CONTINUED = 0x80;
  private static final int FIRST_TEXT = 0x01;
  private static final int FIRST_BINARY = 0x02;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;

  private final Inbox inbox;
  private byte[] fragments = {};

  WebSocketParser(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public int parse(byte[] bytes, int from, int to) {
    int at = from;
    while (to - at >= 2) {
      int length = bytes[at + 1] & LENGTH;
      int header = length < LENGTH_IN_16_BITS ? 2 : length == LENGTH_IN_64_BITS ? 10 : 4;
      if (to - at < header) {
        break;
      }
      if (header > 2) {
        length = length(bytes, at + 2, at + header);
      }
      if (to - at - header < length) {
        break;
      }
      int payload = at + header;
      at = payload + length;
      frame(bytes[payload - header] & 0xFF, bytes, payload, at);
    }
    return at;
  }

  private static int length(byte[] bytes, int from, int to) {
    long length = 0;
    for (int i = from; i < to; i++) {
      length = length << 8 | bytes[i] & 0xFF;
    }
    return Math.toIntExact(length);
  }

  private void frame(int first, byte[] bytes, int from, int to) {
    switch (first) {
      case TEXT, BINARY -> inbox.message(bytes, from, to);
      case FIRST_TEXT, FIRST_BINARY -> fragments = Arrays.copyOfRange(bytes, from, to);
      case CONTINUED -> append(bytes, from, to);
      case LAST_CONTINUED -> {
        append(bytes, from, to);
        inbox.message(fragments, 0, fragments.length);
        fragments = new byte[0];
      }
      case PING -> inbox.ping(bytes, from, to);
      case CLOSE -> inbox.goodbye();
      case PONG -> {}
      default -> throw new IllegalArgumentException("a frame that starts with " + first);
    }
  }

  private void append(byte[] bytes, int from, int to) {
    int length = fragments.length;
    fragments = Arrays.copyOf(fragments, length + to - from);
    System.arraycopy(bytes, from, fragments, length, to - from);
  }
}
