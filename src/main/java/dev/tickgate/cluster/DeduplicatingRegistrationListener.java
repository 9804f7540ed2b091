package dev.tickgate.cluster;

import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tells Vert.x who hears an address, but not what it knows: of several that could answer a question
 * it takes one after the other, and begins again with the first whenever it is told. Where the
 * first is one who does not answer, nobody would.
 *
 * <p>Any thread may call. Two that tell of one address at once may leave the older word standing:
 * for no longer than {@link #REPEAT}.
 */
final class DeduplicatingRegistrationListener implements RegistrationListener {
  private static final Duration REPEAT = Duration.ofSeconds(10);

  private final RegistrationListener vertx;
  private final Map<String, Word> last = new ConcurrentHashMap<>();

  private record Word(Set<RegistrationInfo> hearers, long at) {}

  private final UnheardAddresses unheard;
  private final LongSupplier nanos;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  DeduplicatingRegistrationListener(
      RegistrationListener vertx, UnheardAddresses unheard, LongSupplier nanos) {
    this.nanos = nanos;
    this.vertx = vertx;
    this.unheard = unheard;
  }

  /** Hazelcast asks this for each change of an address, before it looks what has changed. */
  @Override
  public boolean wantsUpdatesFor(String address) {
    unheard.changed(address);
    return vertx.wantsUpdatesFor(address);
  }

  /** Whether Vert.x remembers who hears the address. */
  boolean isRemembered(String address) {
    return vertx.wantsUpdatesFor(address);
  }

  @Override
  public void registrationsUpdated(RegistrationUpdateEvent event) {
    Set<RegistrationInfo> hearers = Set.copyOf(event.registrations());
    long now = nanos.getAsLong();
    Word before = last.get(event.address());
    if (before == null
        || !before.hearers.equals(hearers)
        || now - before.at > REPEAT.toNanos()
        || hearers.isEmpty()) {
      last.put(event.address(), new Word(hearers, now));
      vertx.registrationsUpdated(event);
    }
  }

  /** Vert.x asks by itself. */
  void forget(String address) {
    last.remove(address);
  }

  @Override
  public void registrationsLost() {
    last.clear();
    unheard.changed();
    vertx.registrationsLost();
  }
}
