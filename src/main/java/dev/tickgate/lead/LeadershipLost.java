package dev.tickgate.lead;

/**
 * A leadership ended before drafts were known to be committed. Repeated with the same keys, with
 * the next leader, they are published once.
 */
public final class LeadershipLost extends RuntimeException {
  LeadershipLost(String message) {
    super(message, null, false, false);
  }
}
