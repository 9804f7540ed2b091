package dev.tickgate.http;

/** A limit that a client can reach, as the metrics name it. */
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
