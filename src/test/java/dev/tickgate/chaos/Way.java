package dev.tickgate.chaos;

/** The transports, each with the protocol that a client speaks on it. */
enum Way {
  /** {@code /ws/<table>}. */
  STREAM,
  /** {@code /ws}. */
  COMMANDS,
  /** {@code /sse}. */
  EVENTS,
  /** {@code /eventbus/websocket}. */
  BRIDGE,
  SOCKJS_WEBSOCKET,
  XHR_STREAMING,
  XHR_POLLING,
  EVENT_SOURCE;

  /** Whether its client subscribes by a message. */
  boolean sends() {
    return this != STREAM && this != EVENTS;
  }
}
