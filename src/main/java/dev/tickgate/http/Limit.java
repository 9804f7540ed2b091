package dev.tickgate.http;

/** What a client may have run into, as operators see it. */
public enum Limit {
  CONNECTIONS,
  CONNECTIONS_PER_ADDRESS,
  CONNECTS,
  CONNECTS_PER_ADDRESS,
  REQUESTS,
  REQUESTS_PER_ADDRESS,
  ANSWERS,
  ORIGIN,
  SUBSCRIPTIONS,
  MESSAGE,
  MESSAGE_TIME,
  COMMANDS
}
