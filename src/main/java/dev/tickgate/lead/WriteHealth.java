package dev.tickgate.lead;

import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the coordination database accepts writes, by the results of this process's feeds. A full
 * or read-only database refuses the writes of all feeds, also of a feed that has nothing to write
 * now. Any event loop may write and read.
 */
public final class WriteHealth {
  private static final String READ_ONLY = "25006";
  // No space, no memory, no connections.
  private static final String INSUFFICIENT_RESOURCES = "53";
  // Longer than the longest pause between two tries of a feed that is refused.
  private static final long REMEMBERED = Duration.ofSeconds(6).toNanos();

  private final LongSupplier nanos;
  // Null where no write was refused since the last successful one.
  private volatile Long refusedAt;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public WriteHealth(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A write failed. Only failures that would affect every feed count. */
  public void failed(Throwable failure) {
    if (failure instanceof PgException refusal
        && refusal.getSqlState() != null
        && (refusal.getSqlState().equals(READ_ONLY)
            || refusal.getSqlState().startsWith(INSUFFICIENT_RESOURCES))) {
      refusedAt = nanos.getAsLong();
    }
  }

  public void written() {
    refusedAt = null;
  }

  public boolean isRefused() {
    Long at = refusedAt;
    return at != null && nanos.getAsLong() - at < REMEMBERED;
  }
}
