package dev.tickgate.chaos;

import io.vertx.core.json.JsonArray;

/** The frames of SockJS, as a client reads them. */
final class SockJsFrame {
  private SockJsFrame() {}

  /** Gives a frame that holds messages to the listener, and the end. */
  static void read(String frame, Link.Listener listener) {
    if (frame.startsWith("a")) {
      listener.message(frame);
    } else if (frame.startsWith("c")) {
      listener.closed("told " + frame);
    }
  }

  /** A message of a client. */
  static String of(String message) {
    return new JsonArray().add(message).encode();
  }
}
