package dev.tickgate.lead;

import java.util.Optional;

/** Hears how a source fares; called on the poller's event loop. */
public interface SourceListener {
  /** It has read everything once and delivered what was new: the takeover is complete. */
  void proven();

  /**
   * Whether it can be read.
   *
   * @param problem for operators; empty where it can
   */
  void reads(Optional<String> problem);

  /** It ends, by a fault of our own. */
  void failed(Throwable cause);
}
