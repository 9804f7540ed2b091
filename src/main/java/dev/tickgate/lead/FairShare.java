package dev.tickgate.lead;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which process should get which lease, so that all lead about as many feeds. A lease moves only
 * between processes that differ by two or more, and makes the difference smaller: leases do not
 * move back, and they come to rest.
 */
final class FairShare {
  private FairShare() {}

  /** Whether a process that leads so many gives one to another that leads so many. */
  static boolean gives(int own, int other) {
    return own - other >= 2;
  }

  /**
   * The feed whose leader should give its lease to this process.
   *
   * @param owners of the feeds, without those that have left and without free leases
   * @return empty where this process has its share
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
