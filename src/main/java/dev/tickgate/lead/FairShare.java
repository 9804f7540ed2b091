package dev.tickgate.lead;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which process gets which lease, so that all processes lead about the same number of
 * feeds. A lease moves only between processes whose numbers differ by two or more. Each move makes
 * the difference smaller, so leases do not move back and the moves end.
 */
final class FairShare {
  private FairShare() {}

  /** Whether a process gives a lease to another one, by the number of feeds that each leads. */
  static boolean gives(int own, int other) {
    return own - other >= 2;
  }

  /**
   * The feed whose leader should give its lease to this process.
   *
   * @param owners the owner of each feed, without free leases and without owners that left the
   *     cluster
   * @return empty where this process leads its share
   */
  static Optional<String> due(String self, Map<String, String> owners) {
    Map<String, Long> counts =
        owners.values().stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    int own = counts.getOrDefault(self, 0L).intValue();
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .filter(most -> gives(most.getValue().intValue(), own))
        .flatMap(
            most ->
                owners.entrySet().stream()
                    .filter(feed -> feed.getValue().equals(most.getKey()))
                    .map(Map.Entry::getKey)
                    .max(Comparator.naturalOrder()));
  }
}
