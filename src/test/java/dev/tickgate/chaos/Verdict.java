package dev.tickgate.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of a check.
 *
 * @param rows how many publications the stream has
 * @param differences between what was promised and what came; empty: the promise was kept
 * @param missing of them, publications that did not come where they should have
 * @param repeated of them, publications that came again, or behind later ones
 * @param lostContinuity how often a client was told so
 * @param skipped publications that slow clients were told they did not get
 */
record Verdict(
    long rows,
    List<String> differences,
    long missing,
    long repeated,
    long received,
    long resumed,
    long breaks,
    long lostContinuity,
    long skipped) {
  private static final int FIRST = 20;

  /** The same with more differences. */
  Verdict and(List<String> more) {
    List<String> all = new ArrayList<>(more);
    all.addAll(differences);
    return new Verdict(
        rows, all, missing, repeated, received, resumed, breaks, lostContinuity, skipped);
  }

  boolean holds() {
    return differences.isEmpty();
  }

  @Override
  public String toString() {
    String figures =
        "rows=%d received=%d breaks=%d resumed=%d lostContinuity=%d skipped=%d differences=%d"
            .formatted(
                rows, received, breaks, resumed, lostContinuity, skipped, differences.size());
    List<String> first = differences.subList(0, Math.min(FIRST, differences.size()));
    return first.isEmpty() ? figures : figures + "\n  " + String.join("\n  ", first);
  }
}
