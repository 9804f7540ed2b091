package dev.tickgate.stream;

import java.time.Duration;

/**
 * How the publications of a topic are kept and delivered.
 *
 * @param history publications that a gateway keeps in memory, at least 1
 * @param retention how long clients may resume from the journal
 * @param ranked whether its events say by themselves how urgent they are: {@code priority}
 */
public record TopicPolicy(Delivery delivery, int history, Duration retention, boolean ranked) {
  public TopicPolicy {
    if (history < 1) {
      throw new IllegalArgumentException("history must be at least 1: " + history);
    }
  }

  /** All publications are alike. */
  public TopicPolicy(Delivery delivery, int history, Duration retention) {
    this(delivery, history, retention, false);
  }
}
