package dev.tickgate.bench;

import java.nio.charset.StandardCharsets;

/**
 * Reads the numbers of a publication from its bytes without parsing JSON, plain or escaped as in a
 * SockJS frame. Confined to the event loop of its connection, and reused for each message.
 */
final class Stamps {
  private static final byte[] SEQ = "\"seq".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SENT = "\"sent".getBytes(StandardCharsets.US_ASCII);

  // The places of the fields in the last message, which hardly ever change.
  private int seqAt;
  private int sentAt;
  private int end;
  private long seq;
  private long sent;
  private long skipped;

  /**
   * Reads a message; returns whether it is a publication of the generator, whose numbers are
   * available then.
   */
  boolean read(byte[] bytes, int from, int to) {
    int at = find(SEQ, seqAt, bytes, from, to);
    if (at < 0) {
      return false;
    }
    seqAt = at - from;
    seq = number(bytes, valueOf(SEQ, bytes, at, to), to);
    at = find(SENT, sentAt, bytes, from, to);
    if (at < 0) {
      return false;
    }
    sentAt = at - from;
    sent = number(bytes, valueOf(SENT, bytes, at, to), to);
    skipped = end < to ? skippedBefore(bytes, end, to) : 0;
    return true;
  }

  long seq() {
    return seq;
  }

  /** The nanoseconds of the sender's clock. */
  long sent() {
    return sent;
  }

  /** The number of skipped publications that this one replaces. */
  long skipped() {
    return skipped;
  }

  private static int find(byte[] key, int hint, byte[] bytes, int from, int to) {
    if (valueOf(key, bytes, from + hint, to) >= 0) {
      return from + hint;
    }
    for (int at = from; at < to; at++) {
      if (valueOf(key, bytes, at, to) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** The index of the value of a key that begins at an index; negative where no such key does. */
  private static int valueOf(byte[] key, byte[] bytes, int at, int to) {
    // The key is followed by the quote, its backslash, the colon and one digit.
    if (at + key.length + 4 > to) {
      return -1;
    }
    for (int i = 0; i < key.length; i++) {
      if (bytes[at + i] != key[i]) {
        return -1;
      }
    }
    int quote = at + key.length;
    if (bytes[quote] == '\\') {
      quote++;
    }
    return bytes[quote] == '"' && bytes[quote + 1] == ':' ? quote + 2 : -1;
  }

  private long number(byte[] bytes, int from, int to) {
    long value = 0;
    int at = from;
    while (at < to && isDigit(bytes[at])) {
      value = value * 10 + (bytes[at] - '0');
      at++;
    }
    end = at;
    return value;
  }

  /** The value of the last field if that is {@code "skipped"}, else 0. */
  private static long skippedBefore(byte[] bytes, int from, int to) {
    int at = to - 1;
    while (at > from && bytes[at] == '}') {
      at--;
    }
    long value = 0;
    for (long unit = 1; at > from && isDigit(bytes[at]); unit *= 10) {
      value += unit * (bytes[at] - '0');
      at--;
    }
    int quote = at - 1;
    if (quote < from + 2 || bytes[at] != ':' || bytes[quote] != '"') {
      return 0;
    }
    int last = bytes[quote - 1] == '\\' ? quote - 2 : quote - 1;
    // "offset" and "epoch", the last fields of other messages, end in other letters.
    return bytes[last] == 'd' ? value : 0;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
