package dev.tickgate.exchange;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The subjects of each stream of one connection: several subjects may need the same stream.
 * Confined to the connection's event loop.
 */
final class StreamSubjects {
  private final Map<String, Set<Subject>> subjects = new HashMap<>();

  void add(String stream, Subject subject) {
    subjects.computeIfAbsent(stream, none -> new LinkedHashSet<>()).add(subject);
  }

  /**
   * @return whether no subject needs the stream any more
   */
  boolean remove(String stream, Subject subject) {
    Set<Subject> left = subjects.getOrDefault(stream, Set.of());
    if (!left.contains(subject)) {
      return false;
    }
    left.remove(subject);
    if (left.isEmpty()) {
      subjects.remove(stream);
    }
    return left.isEmpty();
  }

  /** The subjects of a stream; none where the connection is not subscribed to it. */
  Set<Subject> of(String stream) {
    return Set.copyOf(subjects.getOrDefault(stream, Set.of()));
  }
}
