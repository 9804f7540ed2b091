package dev.tickgate.chaos;

import io.vertx.core.json.JsonArray;

/** The frames of SockJS, as a client reads them. */
final class SockJsFrame {
  private SockJsFrame() {}

  /** Gives the messages of a frame to the listener, in order. */
  static void read(String frame, Link.Listener listener) {
    if (frame.startsWith("a")) {
      JsonArray messages = new JsonArray(frame.substring(1));
      for (int i = 0; i < messages.size(); i++) {
        listener.message(messages.getString(i));
      }
    } else if (frame.startsWith("c")) {
      listener.closed("told " + frame);
    }
  }

  /** A message of a client. */
  static String of(String message) {
    return new JsonArray().add(message).encode();
  }
}
