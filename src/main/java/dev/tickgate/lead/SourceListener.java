package dev.tickgate.lead;

import java.util.Optional;

/** Receives the state of a source; called on the poller's event loop. */
public interface SourceListener {
  /** The source has read everything once and delivered the new rows: the takeover is complete. */
  void proven();

  /**
   * Reports whether the source can be read.
   *
   * @param problem for operators; empty where it can
   */
  void reads(Optional<String> problem);

  /** The source ends because of a fault of Tickgate. */
  void failed(Throwable cause);
}
