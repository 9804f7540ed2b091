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
 * Reports the registrations of an address to Vert.x, but not those that it already has. Vert.x
 * sends questions to the registrations of an address in turn, and restarts with the first one at
 * each report. If the first one does not answer, no question would reach another one.
 *
 * <p>Any thread may call. Two concurrent reports for one address may leave the older one in place,
 * for no longer than {@link #REPEAT}.
 */
final class DeduplicatingRegistrationListener implements RegistrationListener {
  private static final Duration REPEAT = Duration.ofSeconds(10);

  private final RegistrationListener vertx;
  private final Map<String, Report> last = new ConcurrentHashMap<>();

  private record Report(Set<RegistrationInfo> registrations, long at) {}

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

  /** Called for each change of an address, before the changed registrations are read. */
  @Override
  public boolean wantsUpdatesFor(String address) {
    unheard.changed(address);
    return vertx.wantsUpdatesFor(address);
  }

  /** Whether Vert.x caches the registrations of the address. */
  boolean isRemembered(String address) {
    return vertx.wantsUpdatesFor(address);
  }

  @Override
  public void registrationsUpdated(RegistrationUpdateEvent event) {
    Set<RegistrationInfo> registrations = Set.copyOf(event.registrations());
    long now = nanos.getAsLong();
    Report before = last.get(event.address());
    if (before == null
        || !before.registrations.equals(registrations)
        || now - before.at > REPEAT.toNanos()
        || registrations.isEmpty()) {
      last.put(event.address(), new Report(registrations, now));
      vertx.registrationsUpdated(event);
    }
  }

  /** Called when Vert.x itself queries the registrations. */
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
