package dev.tickgate.chaos;

import dev.tickgate.stream.Position;

/** A publication of an {@link EventTopic}, as a client receives it. */
record Event(String topic, Position position, String row, long skipped) {
  private static final String NAME = "\"event\":\"";

  static boolean is(String message) {
    return message.contains(NAME);
  }

  static Event of(String message) {
    String skipped = Ticker.field(message, "skipped");
    return new Event(
        Ticker.field(message, "to"),
        Ticker.position(message),
        row(message),
        skipped == null ? 0 : Long.parseLong(skipped));
  }

  /**
   * The content of a message or of an entry of the journal, as {@link EventTopic#row} writes it.
   */
  static String row(String message) {
    return Ticker.field(message, "event") + " " + Ticker.field(message, "to");
  }
}
