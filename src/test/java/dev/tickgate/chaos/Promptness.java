package dev.tickgate.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks that something happens again to everybody soon after each time of faults.
 *
 * @param bound milliseconds
 */
record Promptness(long bound) {
  /**
   * The delays that are longer than the bound.
   *
   * @param what should happen
   * @param moments when it happened, by the name of the one to whom it did
   * @param faults when something disturbed it
   * @param end of the run; an event that was not due before the end is not missed
   */
  List<String> check(String what, Map<String, List<Long>> moments, List<Span> faults, long end) {
    List<Span> merged = Span.merged(faults);
    List<String> late = new ArrayList<>();
    for (int i = 0; i < merged.size(); i++) {
      long from = merged.get(i).to();
      long to = i + 1 < merged.size() ? merged.get(i + 1).from() : end;
      List<String> without =
          moments.entrySet().stream()
              .filter(one -> to >= from + bound && !hasAny(one.getValue(), from))
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      if (!without.isEmpty()) {
        late.add(
            "no %s within %d ms after the faults that ended at %d ms for %d of %d: %s"
                .formatted(what, bound, from, without.size(), moments.size(), without.get(0)));
      }
    }
    return late;
  }

  private boolean hasAny(List<Long> moments, long from) {
    return moments.stream().anyMatch(at -> at >= from && at <= from + bound);
  }
}
