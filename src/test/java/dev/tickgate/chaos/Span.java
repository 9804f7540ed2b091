package dev.tickgate.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A part of a run, in milliseconds. */
record Span(long from, long to) {
  boolean contains(long moment) {
    return from <= moment && moment <= to;
  }

  /** The spans without overlaps, in order. */
  static List<Span> merged(List<Span> spans) {
    List<Span> merged = new ArrayList<>();
    for (Span span : spans.stream().sorted(Comparator.comparingLong(Span::from)).toList()) {
      Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && span.from() <= last.to()) {
        merged.set(merged.size() - 1, new Span(last.from(), Math.max(last.to(), span.to())));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }
}
