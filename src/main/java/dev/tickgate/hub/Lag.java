package dev.tickgate.hub;

/**
 * The time for which a subscription has been behind the live stream, and the part of it during
 * which the connection accepted nothing. Confined to the hub's event loop.
 *
 * <pre>
 *   FULL ──connection accepts more within 5 s──▶ READING ──full again──▶ FULL
 *     └──5 s without that, or 30 s behind──▶ OVER
 * </pre>
 */
final class Lag {
  // On a busy machine a reading client, or this loop, may pause for seconds. Meanwhile the
  // subscription costs this node no more than its position.
  static final long PATIENCE_NANOS = 5_000_000_000L;
  // A client that reads more slowly than the stream grows would fall behind without end.
  static final long LIMIT_NANOS = 30_000_000_000L;

  private final long began;
  private boolean full = true;
  private long fullSince;

  /**
   * @param now the hub's {@link LoopTime}, as in all calls
   */
  Lag(long now) {
    began = now;
    fullSince = now;
  }

  /** Notes that the connection accepts nothing now. */
  void full(long now) {
    if (!full) {
      full = true;
      fullSince = now;
    }
  }

  /** Notes that the connection has accepted data; without effect once the lag is over. */
  void drained(long now) {
    full = isOver(now);
  }

  /** Whether the client gets the newest publication in place of those that it missed. */
  boolean isOver(long now) {
    return now - began > LIMIT_NANOS || full && now - fullSince > PATIENCE_NANOS;
  }
}
