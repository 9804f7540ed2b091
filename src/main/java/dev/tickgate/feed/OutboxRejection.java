package dev.tickgate.feed;

/** Why a row of the outbox is not published. */
public enum OutboxRejection {
  UNKNOWN_TOPIC("No feed takes publications of this topic."),
  INVALID_KEY("A key has 1 to 255 characters."),
  KEY_REUSED("The key was used for another topic."),
  INVALID_PAYLOAD(
      "The payload is not a JSON object with a field or more, or has a field epoch or offset."),
  INVALID_EVENT("The event does not match the schema of its channel."),
  PAYLOAD_TOO_LARGE("The payload is longer than 64 KiB.");

  private final String sentence;

  OutboxRejection(String sentence) {
    this.sentence = sentence;
  }

  /** For the column {@code error}. */
  String text() {
    return name() + ": " + sentence;
  }
}
