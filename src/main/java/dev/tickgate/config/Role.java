package dev.tickgate.config;

/** What a process does; one may do all. */
public enum Role {
  /** Reads the feeds' tables, one process in the cluster at a time. */
  POLLER,
  /** Writes quotes into the tables. */
  RECORDER,
  /** Serves browsers and other clients. */
  GATEWAY
}
