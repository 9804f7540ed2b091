package dev.tickgate.stream;

import java.time.Duration;

/**
 * The rules by which the publications of a topic are kept and delivered.
 *
 * @param history the number of publications that a gateway keeps in memory, at least 1
 * @param retention the time for which clients may resume from the journal
 * @param ranked whether its events carry a {@code priority}
 */
public record TopicPolicy(Delivery delivery, int history, Duration retention, boolean ranked) {
  public TopicPolicy {
    if (history < 1) {
      throw new IllegalArgumentException("history must be at least 1: " + history);
    }
  }

  /** Creates a policy without priorities. */
  public TopicPolicy(Delivery delivery, int history, Duration retention) {
    this(delivery, history, retention, false);
  }
}
