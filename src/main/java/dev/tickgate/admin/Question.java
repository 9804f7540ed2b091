package dev.tickgate.admin;

import io.vertx.core.json.JsonObject;

/** A request that one node sends to another for an operator. */
enum Question {
  REPORT,
  SESSIONS,
  TOPICS,
  KICK,
  DRAIN,
  SERVE;

  private static final String FIELD = "ask";

  /** Returns the message of the request. */
  JsonObject json() {
    return new JsonObject().put(FIELD, name());
  }

  /**
   * @throws IllegalArgumentException where a node of another version sends an unknown request
   */
  static Question of(JsonObject message) {
    return valueOf(String.valueOf(message.getString(FIELD)));
  }
}
