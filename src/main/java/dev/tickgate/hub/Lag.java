package dev.tickgate.hub;

/**
 * How long a subscription has been behind the live stream, and for how long of it the connection
 * took nothing. Confined to the hub's event loop.
 *
 * <pre>
 *   FULL ──the connection takes more within 5 s──▶ READING ──full again──▶ FULL
 *     └──5 s without that, or 30 s behind──▶ OVER
 * </pre>
 */
final class Lag {
  // On a busy machine a client that reads, or this loop, may stand still for seconds; meanwhile the
  // subscription costs this node nothing but the position.
  static final long PATIENCE_NANOS = 5_000_000_000L;
  // A client that reads, but slower than the stream moves, would fall behind without end.
  static final long LIMIT_NANOS = 30_000_000_000L;

  private final long began;
  private boolean full = true;
  private long fullSince;

  /**
   * @param now of the hub's {@link LoopTime}, as for all calls
   */
  Lag(long now) {
    began = now;
    fullSince = now;
  }

  /** Notes that the connection takes nothing now. */
  void full(long now) {
    if (!full) {
      full = true;
      fullSince = now;
    }
  }

  /** Notes that the connection has taken something; too late where it is over. */
  void drained(long now) {
    full = isOver(now);
  }

  /** Whether the client gets the newest instead of what it missed. */
  boolean isOver(long now) {
    return now - began > LIMIT_NANOS || full && now - fullSince > PATIENCE_NANOS;
  }
}
