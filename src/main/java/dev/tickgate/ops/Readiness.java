package dev.tickgate.ops;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;

/**
 * May this process be given work: each part tells for itself. Any thread may register; checks are
 * asked on a worker thread, several at a time, and may wait for a moment.
 */
public final class Readiness {
  private final ConcurrentMap<String, BooleanSupplier> checks = new ConcurrentSkipListMap<>();

  /**
   * @throws IllegalArgumentException where there is a check of that name
   */
  public void register(String name, BooleanSupplier check) {
    if (checks.putIfAbsent(name, check) != null) {
      throw new IllegalArgumentException("there is a check named " + name);
    }
  }

  /** Each check and its state, by name; one that throws says no. */
  public Map<String, Boolean> states() {
    Map<String, Boolean> states = new TreeMap<>();
    checks.forEach((name, check) -> states.put(name, isTrue(check)));
    return Collections.unmodifiableMap(states);
  }

  private static boolean isTrue(BooleanSupplier check) {
    try {
      return check.getAsBoolean();
    } catch (RuntimeException e) {
      return false;
    }
  }
}
