package dev.tickgate.lead;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells by the JVM's clock that a lease is not being renewed: the clock of the database may have
 * been ahead when the end of the lease was written. Confined to the poller's event loop.
 */
public final class LeaseWatch {
  private final long length;
  private final LongSupplier nanos;
  private String version = "";
  private long since;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public LeaseWatch(Duration length, LongSupplier nanos) {
    this.length = length.toNanos();
    this.nanos = nanos;
  }

  /** The version of the lease's row now; each renewal writes another one. */
  public void saw(String current) {
    if (!current.equals(version)) {
      version = current;
      since = nanos.getAsLong();
    }
  }

  /** The version that has stayed for the length of a lease: its owner does not renew it. */
  public Optional<String> unrenewed() {
    return !version.isEmpty() && nanos.getAsLong() - since >= length
        ? Optional.of(version)
        : Optional.empty();
  }
}
