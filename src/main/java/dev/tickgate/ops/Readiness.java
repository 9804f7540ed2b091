package dev.tickgate.ops;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * May this process be given work: each part tells for itself. Any thread may register; checks are
 * asked on a worker thread, several at a time, and may wait for a moment.
 */
public final class Readiness {
  private final ConcurrentMap<String, Supplier<Optional<String>>> checks =
      new ConcurrentSkipListMap<>();

  /**
   * @throws IllegalArgumentException where there is a check of that name
   */
  public void register(String name, BooleanSupplier check) {
    explain(name, () -> check.getAsBoolean() ? Optional.empty() : Optional.of(""));
  }

  /**
   * @param check the problem, for operators; empty where there is none
   * @throws IllegalArgumentException where there is a check of that name
   */
  public void explain(String name, Supplier<Optional<String>> check) {
    if (checks.putIfAbsent(name, check) != null) {
      throw new IllegalArgumentException("there is a check named " + name);
    }
  }

  /** Each check and whether it passes, by name. */
  public Map<String, Boolean> states() {
    Map<String, Boolean> states = new TreeMap<>();
    problems().forEach((name, problem) -> states.put(name, problem.isEmpty()));
    return Collections.unmodifiableMap(states);
  }

  /** Each check and its problem, by name; the text may be empty, as of one that throws. */
  public Map<String, Optional<String>> problems() {
    Map<String, Optional<String>> problems = new TreeMap<>();
    checks.forEach((name, check) -> problems.put(name, ask(check)));
    return Collections.unmodifiableMap(problems);
  }

  private static Optional<String> ask(Supplier<Optional<String>> check) {
    try {
      return check.get();
    } catch (RuntimeException e) {
      return Optional.of("");
    }
  }
}
