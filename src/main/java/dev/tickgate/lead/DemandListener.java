package dev.tickgate.lead;

import dev.tickgate.stream.Topic;

/** Hears which topics have subscribers in the cluster; called on the poller's event loop. */
public interface DemandListener {
  /** A topic has its first subscriber. */
  void wanted(Topic topic);

  /** A topic has had no subscriber for some seconds. */
  void unwanted(Topic topic);
}
