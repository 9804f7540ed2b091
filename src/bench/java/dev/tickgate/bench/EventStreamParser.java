package dev.tickgate.bench;

import java.util.Arrays;

/**
 * Server-sent events in the body of an HTTP response, chunked or up to the end of the connection.
 * Confined to the event loop of the connection.
 */
final class EventStreamParser implements Parser {
  private static final int CRLF = 2;
  private static final int HEX = 16;

  private final Inbox inbox;
  private final boolean chunked;
  // The length of the last event; the next one most likely has the same length, or one more digit.
  private int usual;
  private int leftInChunk;
  private boolean afterChunk;
  private boolean ended;
  // The start of an event whose end is in another chunk or read.
  private byte[] begun = new byte[256];
  private int begunLength;

  EventStreamParser(Inbox inbox, boolean chunked) {
    this.inbox = inbox;
    this.chunked = chunked;
  }

  @Override
  public int parse(byte[] bytes, int from, int to) {
    if (ended) {
      return to;
    }
    if (!chunked) {
      events(bytes, from, to);
      return to;
    }
    int at = from;
    while (at < to) {
      if (leftInChunk == 0) {
        int next = chunkHeader(bytes, at, to);
        if (next == at) {
          break;
        }
        at = next;
      }
      int n = Math.min(leftInChunk, to - at);
      events(bytes, at, at + n);
      at += n;
      leftInChunk -= n;
    }
    return at;
  }

  /** Returns the index after the header; the same index where it is not complete. */
  private int chunkHeader(byte[] bytes, int at, int to) {
    int start = afterChunk ? at + CRLF : at;
    for (int i = start; i + 1 < to; i++) {
      if (bytes[i] == '\r') {
        leftInChunk = hex(bytes, start, i);
        afterChunk = true;
        if (leftInChunk > 0) {
          return i + CRLF;
        }
        ended = true;
        inbox.goodbye();
        return to;
      }
    }
    return at;
  }

  private static int hex(byte[] bytes, int from, int to) {
    int value = 0;
    for (int i = from; i < to && Character.digit(bytes[i], HEX) >= 0; i++) {
      value = value * HEX + Character.digit(bytes[i], HEX);
    }
    return value;
  }

  private void events(byte[] bytes, int from, int to) {
    int at = from;
    while (begunLength > 0 && at < to) {
      begin(bytes, at, at + 1);
      at++;
      if (isEnd(begun, begunLength, begunLength)) {
        inbox.message(begun, 0, begunLength - 2);
        begunLength = 0;
      }
    }
    while (at < to) {
      int end = end(bytes, at, to);
      if (end < 0) {
        begin(bytes, at, to);
        return;
      }
      usual = end - at;
      inbox.message(bytes, at, end - 2);
      at = end;
    }
  }

  private void begin(byte[] bytes, int from, int to) {
    int length = begunLength + to - from;
    if (length > begun.length) {
      begun = Arrays.copyOf(begun, 2 * length);
    }
    System.arraycopy(bytes, from, begun, begunLength, to - from);
    begunLength = length;
  }

  /** The index after the empty line that ends the event; negative where it has not arrived. */
  private int end(byte[] bytes, int start, int to) {
    int guess = start + usual;
    if (usual > 0 && isEnd(bytes, guess, to)) {
      return guess;
    }
    if (usual > 0 && isEnd(bytes, guess + 1, to)) {
      return guess + 1;
    }
    for (int i = start + 2; i <= to; i++) {
      if (isEnd(bytes, i, to)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isEnd(byte[] bytes, int at, int to) {
    return at >= 2 && at <= to && bytes[at - 1] == '\n' && bytes[at - 2] == '\n';
  }
}
