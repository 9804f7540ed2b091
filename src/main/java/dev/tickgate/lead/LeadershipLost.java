package dev.tickgate.lead;

/**
 * A leadership ended before the drafts were known to be committed. Drafts that are repeated with
 * the same keys at the next leader are published once.
 */
public final class LeadershipLost extends RuntimeException {
  LeadershipLost(String message) {
    super(message, null, false, false);
  }
}
