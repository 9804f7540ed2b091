package dev.tickgate.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The streams of one connection and the subjects that need them: several subjects may need the same
 * stream. Confined to the connection's event loop.
 */
final class StreamSubjects {
  private final Function<Subject, String> naming;
  private final Map<String, Set<Subject>> subjects = new HashMap<>();

  /**
   * @param naming returns the stream that a subject needs
   */
  StreamSubjects(Function<Subject, String> naming) {
    this.naming = naming;
  }

  /**
   * Adds subjects.
   *
   * @return the streams of these subjects, each with its added subjects
   */
  Map<String, Set<Subject>> add(Set<Subject> more) {
    Map<String, Set<Subject>> added = new LinkedHashMap<>();
    for (Subject subject : more) {
      String stream = naming.apply(subject);
      subjects.computeIfAbsent(stream, none -> new LinkedHashSet<>()).add(subject);
      added.computeIfAbsent(stream, none -> new LinkedHashSet<>()).add(subject);
    }
    return added;
  }

  /**
   * Removes subjects.
   *
   * @return the streams that no subject needs any more, each with an empty set
   */
  Map<String, Set<Subject>> remove(Set<Subject> fewer) {
    Map<String, Set<Subject>> ended = new LinkedHashMap<>();
    for (Subject subject : fewer) {
      String stream = naming.apply(subject);
      Set<Subject> left = subjects.getOrDefault(stream, Set.of());
      if (left.contains(subject)) {
        left.remove(subject);
        if (left.isEmpty()) {
          subjects.remove(stream);
          ended.put(stream, Set.of());
        }
      }
    }
    return ended;
  }

  /** The subjects of a stream; none where the connection is not subscribed to it. */
  Set<Subject> of(String stream) {
    return Set.copyOf(subjects.getOrDefault(stream, Set.of()));
  }

  /**
   * Splits the streams into parts of at most that size, for an exchange that limits its commands.
   */
  static List<Map<String, Set<Subject>>> split(Map<String, Set<Subject>> streams, int size) {
    List<Map<String, Set<Subject>>> parts = new ArrayList<>();
    streams.forEach(
        (stream, concerned) -> {
          if (parts.isEmpty() || parts.get(parts.size() - 1).size() == size) {
            parts.add(new LinkedHashMap<>());
          }
          parts.get(parts.size() - 1).put(stream, concerned);
        });
    return parts;
  }

  /** The subjects of all these streams. */
  static Set<Subject> all(Map<String, Set<Subject>> streams) {
    Set<Subject> all = new LinkedHashSet<>();
    streams.values().forEach(all::addAll);
    return all;
  }
}
