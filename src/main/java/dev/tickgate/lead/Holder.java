package dev.tickgate.lead;

import dev.tickgate.stream.Position;

/**
 * A feed's row, as another process than the leader reads it.
 *
 * @param owner the id of the node that leads; empty where the lease is free
 * @param leader the same for operators
 * @param remaining milliseconds until the lease ends, by the clock of the database
 * @param version of the row; each write makes another one
 * @param source topic, table and key that the feed was set up with
 */
public record Holder(
    String owner,
    String leader,
    long remaining,
    String version,
    String source,
    long term,
    Position head) {
  public boolean isFree() {
    return owner.isEmpty();
  }
}
