package dev.tickgate.feed;

import java.util.Optional;

/** Hears what becomes of a leadership; called on the poller's event loop. */
interface LeadershipListener {
  /** The lease was renewed. */
  void renewed();

  /** The lease has ended, because the database fails to renew it. */
  void notRenewed(Throwable cause);

  /** It has read the table and written what was new: the takeover is complete. */
  void proven();

  /**
   * Whether it can read the table.
   *
   * @param problem empty where it can
   */
  void reads(Optional<String> problem);

  void ended(PollLoop by, End why);
}
