package dev.tickgate.lead;

import dev.tickgate.stream.Topic;
import java.time.Duration;

/** Receives the topics that have subscribers in the cluster; called on the poller's event loop. */
public interface DemandListener {
  /** A topic has its first subscriber. */
  void wanted(Topic topic);

  /**
   * A topic has had no subscriber for the time of {@link #grace}, or its last subscriber gave it up
   * and will not return.
   */
  void unwanted(Topic topic);

  /** How long a topic stays wanted after its last subscriber has left. */
  default Duration grace() {
    return Demand.GRACE;
  }
}
