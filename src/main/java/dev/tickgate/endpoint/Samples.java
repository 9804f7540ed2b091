package dev.tickgate.endpoint;

import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Thins the publications in memory, and puts what the journal has before them. */
final class Samples {
  // One late row at the beginning of the memory does not say that it reaches further back.
  private static final int WITNESSES = 3;

  private Samples() {}

  /** The samples of the memory, by the interval they are of. */
  static TreeMap<Long, Sample> of(List<Publication> memory, Span span) {
    TreeMap<Long, Sample> samples = new TreeMap<>();
    for (Publication publication : memory) {
      TickFields.of(publication)
          .filter(tick -> span.contains(tick.time()))
          .ifPresent(tick -> samples.merge(span.number(tick.time()), one(tick), Sample::then));
    }
    return samples;
  }

  private static Sample one(TickFields tick) {
    return new Sample(tick.time(), tick.time(), tick.mid(), tick.mid(), tick.mid(), tick.mid(), 1);
  }

  /**
   * From when on the memory has everything.
   *
   * @return the earliest time where nothing was published before; empty where nothing is there
   */
  static Optional<Instant> complete(List<Publication> memory) {
    if (memory.isEmpty()) {
      return Optional.empty();
    }
    if (memory.get(0).position().offset() == 1) {
      return Optional.of(Instant.MIN);
    }
    return memory.stream()
        .limit(WITNESSES)
        .flatMap(publication -> TickFields.of(publication).stream())
        .map(TickFields::time)
        .max(Instant::compareTo);
  }

  /**
   * All of a span: the journal's up to the interval in which the memory begins, then the memory's.
   *
   * @param from the first time of which the memory has everything
   */
  static List<Sample> joined(
      List<Sample> journal, TreeMap<Long, Sample> memory, Instant from, Span span) {
    long first = from.equals(Instant.MIN) ? Long.MIN_VALUE : span.number(from) + 1;
    List<Sample> joined = new ArrayList<>();
    Map<Long, Sample> covered = memory.tailMap(first);
    for (Sample sample : journal) {
      if (span.number(sample.first()) < first) {
        joined.add(sample);
      }
    }
    joined.addAll(covered.values());
    return joined;
  }

  /**
   * A span of time in intervals of equal length, which are counted from 1970.
   *
   * @param from the beginning of an interval
   * @param to the end of one
   */
  record Span(Instant from, Instant to, Duration interval) {
    /** In at most so many intervals, and one more where the ends do not fit. */
    static Span of(Instant from, Instant to, int points) {
      long millis = to.toEpochMilli() - from.toEpochMilli();
      long interval = Math.max(1, (millis + points - 1) / points);
      long first = Math.floorDiv(from.toEpochMilli(), interval) * interval;
      long last = Math.floorDiv(to.toEpochMilli() + interval - 1, interval) * interval;
      return new Span(
          Instant.ofEpochMilli(first), Instant.ofEpochMilli(last), Duration.ofMillis(interval));
    }

    boolean contains(Instant time) {
      return !time.isBefore(from) && time.isBefore(to);
    }

    long number(Instant time) {
      return Math.floorDiv(time.toEpochMilli(), interval.toMillis());
    }
  }
}
