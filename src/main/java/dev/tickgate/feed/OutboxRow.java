package dev.tickgate.feed;

/**
 * A waiting row of the outbox.
 *
 * @param createdAt seconds since 1970
 * @param topic the first characters of the topic, more than a topic may have
 * @param key the first characters of the key, likewise; null where it has none
 * @param payload null where it is longer than a payload may be
 */
record OutboxRow(long id, String createdAt, String topic, String key, String payload) {
  // A topic has at most 200 characters, a key 255.
  static final int MOST_TEXT = 256;
}
