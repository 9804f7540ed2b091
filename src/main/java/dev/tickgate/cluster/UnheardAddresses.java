package dev.tickgate.cluster;

import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Caches the addresses that no node has registered. Vert.x caches only addresses with
 * registrations, and queries the cluster for each message to another one. A leader publishes each
 * row on the address of its topic, whether a service is registered there or not.
 *
 * <p>Any thread may call, because Hazelcast reports changes on threads of its own.
 */
final class UnheardAddresses {
  // A change that Hazelcast did not report is found after this time.
  private static final Duration VALID = Duration.ofSeconds(30);
  private static final int MOST = 50_000;

  private final LongSupplier nanos;
  private final Map<String, Long> since = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  UnheardAddresses(LongSupplier nanos) {
    this.nanos = nanos;
  }

  boolean has(String address) {
    Long at = since.get(address);
    return at != null && nanos.getAsLong() - at < VALID.toNanos();
  }

  /** The number of changes, to be read before the cluster is queried; see {@link #add}. */
  long changes() {
    return changes.get();
  }

  /** Stores the answer of the cluster; see {@link #add}. */
  void asked(String address, Collection<RegistrationInfo> found, long before) {
    if (found.isEmpty()) {
      add(address, before);
    } else {
      changed(address);
    }
  }

  /**
   * Stores the answer that no node has registered the address.
   *
   * @param before {@link #changes()} when the cluster was queried: a change since then may be newer
   *     than the answer
   */
  void add(String address, long before) {
    if (since.size() >= MOST) {
      since.clear();
    }
    since.put(address, nanos.getAsLong());
    if (changes.get() != before) {
      since.remove(address);
    }
  }

  /** The registrations of the address have changed, or may have. */
  void changed(String address) {
    changes.incrementAndGet();
    since.remove(address);
  }

  /** Any registrations may have changed. */
  void changed() {
    changes.incrementAndGet();
    since.clear();
  }
}
