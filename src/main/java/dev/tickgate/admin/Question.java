package dev.tickgate.admin;

import io.vertx.core.json.JsonObject;

/** A question that one node asks another for an operator. */
enum Question {
  REPORT,
  SESSIONS,
  TOPICS,
  KICK,
  DRAIN,
  SERVE;

  private static final String FIELD = "ask";

  /** The message that asks it. */
  JsonObject json() {
    return new JsonObject().put(FIELD, name());
  }

  /**
   * @throws IllegalArgumentException where a node of another version asks something else
   */
  static Question of(JsonObject message) {
    return valueOf(String.valueOf(message.getString(FIELD)));
  }
}
