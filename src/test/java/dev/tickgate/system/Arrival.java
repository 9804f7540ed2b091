package dev.tickgate.system;

import io.vertx.core.json.JsonObject;

/**
 * A publication as a reader has it.
 *
 * @param number of its event, within the topic
 */
record Arrival(String topic, long offset, int number) {
  /** The payload of an event of {@link RelayLoad}; the server adds the position. */
  static String payload(String topic, int number) {
    return "{\"of\":\"%s\",\"number\":%d}".formatted(topic, number);
  }

  static Arrival of(JsonObject publication) {
    return new Arrival(
        publication.getString("of"),
        publication.getLong("offset"),
        publication.getInteger("number"));
  }
}
