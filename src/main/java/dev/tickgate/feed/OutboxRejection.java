package dev.tickgate.feed;

/** The kinds of rows of the outbox that are not published. */
public enum OutboxRejection {
  UNKNOWN_TOPIC("No feed accepts publications on this topic."),
  INVALID_KEY("The key must have 1 to 255 characters."),
  KEY_REUSED("The key was already used for another topic."),
  INVALID_PAYLOAD(
      "The payload must be a JSON object with at least one field, without epoch, offset and"
          + " skipped, without two fields of one name in an object, and at most 31 levels deep."),
  INVALID_EVENT("The event does not match the schema of its channel or its type (/api/schemas)."),
  PAYLOAD_TOO_LARGE("The payload is longer than 64 KiB.");

  private final String sentence;

  OutboxRejection(String sentence) {
    this.sentence = sentence;
  }

  String text() {
    return name() + ": " + sentence;
  }
}
