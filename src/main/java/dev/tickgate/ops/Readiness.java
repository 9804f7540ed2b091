package dev.tickgate.ops;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The readiness of this process: each part registers its own checks. Any thread may register one.
 * The operations port calls the checks on worker threads, several at a time, and they may block for
 * a moment; {@code ReadinessWait} calls them on an event loop.
 */
public final class Readiness {
  private final ConcurrentMap<String, Supplier<Optional<String>>> checks =
      new ConcurrentSkipListMap<>();

  /**
   * @param check the problem, for operators; empty where there is none
   * @throws IllegalArgumentException where there is a check of that name
   */
  public void explain(String name, Supplier<Optional<String>> check) {
    if (checks.putIfAbsent(name, check) != null) {
      throw new IllegalArgumentException("there is a check named " + name);
    }
  }

  /** The result of checks that do not answer in time. */
  public static Map<String, Optional<String>> unanswered(long millis) {
    return Map.of(
        "checks_answered", Optional.of("the checks did not answer within %d ms".formatted(millis)));
  }

  /** Returns each check and whether it passes, by name. */
  public Map<String, Boolean> states() {
    Map<String, Boolean> states = new TreeMap<>();
    problems().forEach((name, problem) -> states.put(name, problem.isEmpty()));
    return Collections.unmodifiableMap(states);
  }

  /**
   * Returns each check and its problem, by name. The text may be empty, as that of a check that
   * throws.
   */
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
