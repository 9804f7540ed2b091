package dev.tickgate.config;

/** A task of a process; one process may have all roles. */
public enum Role {
  /** Reads the feeds' tables, one process in the cluster at a time. */
  POLLER,
  /** Writes quotes into the tables. */
  RECORDER,
  /** Connects to exchanges, one process in the cluster at a time. */
  EXCHANGE,
  /** Relays to and from Redis and Kafka, one process in the cluster at a time. */
  RELAY,
  /** Serves browsers and other clients. */
  GATEWAY
}
