package dev.tickgate.lead;

import java.util.Optional;

/** Receives the events of a leadership; called on the poller's event loop. */
interface LeadershipListener {
  /** The lease was renewed. */
  void renewed();

  /** The lease has ended, because the database fails to renew it. */
  void notRenewed(Throwable cause);

  /** Its sources have read everything once: the takeover is complete. */
  void proven();

  /**
   * Reports whether a source can be read.
   *
   * @param problem empty where it can
   */
  void reads(Optional<String> problem);

  void ended(Leadership by, End why);
}
