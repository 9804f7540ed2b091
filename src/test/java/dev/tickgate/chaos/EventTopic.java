package dev.tickgate.chaos;

/**
 * A topic of applications, to which the outbox and publishers over HTTP write. The content of a
 * publication is a name that no other one has, and the topic.
 */
enum EventTopic implements Channel {
  EVENTS("events.chaos"),
  ROOM("room.chaos");

  // So long that the gateway closes a client that stops reading.
  private static final int LONGEST = 4_000;

  private final String topic;

  EventTopic(String topic) {
    this.topic = topic;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public String label() {
    return topic;
  }

  /** The content as {@link Event#row} reads it. */
  String row(String name) {
    return name + " " + topic;
  }

  String payload(String name) {
    String filling = "x".repeat(Math.floorMod(name.hashCode() * 31, LONGEST));
    return "{\"event\":\"%s\",\"to\":\"%s\",\"x\":\"%s\"}".formatted(name, topic, filling);
  }
}
