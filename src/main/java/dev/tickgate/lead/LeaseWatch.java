package dev.tickgate.lead;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Detects by the JVM's clock that a lease is not renewed. The end in the row is not enough, because
 * the clock of the database may have been ahead when it was written. Confined to the poller's event
 * loop.
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

  /**
   * Stores the current version of the lease's row; each renewal changes it.
   *
   * @return whether the row was written since the last look, or this is the first
   */
  public boolean saw(String current) {
    if (current.equals(version)) {
      return false;
    }
    version = current;
    since = nanos.getAsLong();
    return true;
  }

  /** The version at the last look; empty before the first. */
  public Optional<String> seen() {
    return Optional.of(version).filter(known -> !known.isEmpty());
  }

  /**
   * The version, where it has not changed for the length of a lease: its owner does not renew the
   * lease.
   */
  public Optional<String> unrenewed() {
    return !version.isEmpty() && nanos.getAsLong() - since >= length
        ? Optional.of(version)
        : Optional.empty();
  }
}
