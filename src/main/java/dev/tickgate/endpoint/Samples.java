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

/** Thins the publications in memory, and prepends the samples of the journal. */
final class Samples {
  // The number of publications that decide where the memory begins: a single late row must not make
  // it appear to reach further back.
  private static final int WITNESSES = 3;

  private Samples() {}

  /** Returns the samples of the memory, by the numbers of their intervals. */
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
   * Returns the time from which the memory is complete.
   *
   * @return {@link Instant#MIN} if the memory has the first publication; empty if it has none
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
   * Returns all samples of a span: those of the journal up to the interval in which the memory
   * begins, then those of the memory.
   *
   * @param from the time from which the memory is complete
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
   * @param to the end of an interval
   */
  record Span(Instant from, Instant to, Duration interval) {
    /** Divides a span into at most that many intervals, and one more if its ends do not align. */
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
