package dev.tickgate.exchange;

import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The topics with a subscriber in the cluster, and the subjects to which connections subscribe for
 * them. {@link Limits#streams} bounds the number of subjects; other topics wait. A refused subject
 * is reported. It is tried again with the next connection or after {@link #AGAIN}, because an
 * exchange in trouble refuses valid names too. Confined to the connector's event loop.
 */
final class Subscriptions {
  static final Duration AGAIN = Duration.ofMinutes(5);

  private final Venue venue;
  private final ConnectorReport report;
  private final SubjectCounters counters;
  private final LongSupplier nanos;
  private final Set<Topic> wanted = new LinkedHashSet<>();
  private final Map<Subject, SubjectStream> streams = new LinkedHashMap<>();
  // The refused subjects, with the time of the refusal in nanoseconds of the JVM's clock.
  private final Map<Subject, Long> refused = new LinkedHashMap<>();
  // The topics above the limit, which have been reported.
  private final Set<Topic> waiting = new LinkedHashSet<>();

  Subscriptions(Venue venue, ConnectorReport report, SubjectCounters counters, LongSupplier nanos) {
    this.venue = venue;
    this.report = report;
    this.counters = counters;
    this.nanos = nanos;
  }

  /** Adds a topic, which the next call of {@link #admit} may admit. */
  void add(Topic topic) {
    wanted.add(topic);
  }

  /**
   * Removes a topic.
   *
   * @return the subject to unsubscribe; empty where it had not been admitted
   */
  Optional<Subject> remove(Topic topic) {
    wanted.remove(topic);
    waiting.remove(topic);
    report.forget(topic);
    Subject subject = subject(topic);
    refused.remove(subject);
    return streams.remove(subject) == null ? Optional.empty() : Optional.of(subject);
  }

  private Subject subject(Topic topic) {
    return Subject.of(venue.name(), topic).orElseThrow();
  }

  /**
   * Admits topics up to the limit of the exchange.
   *
   * @return the added subjects
   */
  Set<Subject> admit() {
    Set<Subject> added = new LinkedHashSet<>();
    for (Topic topic : wanted) {
      Subject subject = subject(topic);
      if (!streams.containsKey(subject) && !refused.containsKey(subject) && admit(topic, subject)) {
        added.add(subject);
      }
    }
    return added;
  }

  private boolean admit(Topic topic, Subject subject) {
    if (!venue.isPlausible(subject)) {
      refuse(subject, "INVALID_NAME", "the exchange has no such name");
      return false;
    }
    if (streams.size() >= venue.limits().streams()) {
      if (waiting.add(topic)) {
        // Not stored as refused: the topic is admitted when another one is removed.
        report.refused(topic, "TOO_MANY_STREAMS", "the connection has all that the exchange takes");
      }
      return false;
    }
    waiting.remove(topic);
    report.forget(topic);
    streams.put(subject, new SubjectStream(subject, venue.isDense(subject), counters));
    return true;
  }

  /** Stores the refusal of a subject by the exchange or by the check of names. */
  void refuse(Subject subject, String code, String message) {
    refused.put(subject, nanos.getAsLong());
    streams.remove(subject);
    report.refused(subject.topic(venue.name()), code, message);
  }

  /**
   * Removes the refusals of valid names that are older than {@link #AGAIN}.
   *
   * @return whether there were any, whose subjects {@link #admit} tries again
   */
  boolean pardon() {
    long now = nanos.getAsLong();
    return refused
        .entrySet()
        .removeIf(
            one -> now - one.getValue() >= AGAIN.toNanos() && venue.isPlausible(one.getKey()));
  }

  boolean isEmpty() {
    return streams.isEmpty();
  }

  int size() {
    return streams.size();
  }

  Set<Subject> subjects() {
    return Set.copyOf(streams.keySet());
  }

  Optional<SubjectStream> stream(Subject subject) {
    return Optional.ofNullable(streams.get(subject));
  }

  /** A connection begins, and no other one delivers data. */
  void restart() {
    // The exchange may list a refused symbol by now, but it can never have an invalid name.
    refused.keySet().removeIf(venue::isPlausible);
    streams.values().forEach(SubjectStream::restart);
    admit();
  }

  /** A second connection begins, while the first one delivers data. */
  void overlap() {
    streams.values().forEach(SubjectStream::overlap);
  }

  /** Whether both connections have delivered a common update of each subject. */
  boolean areSettled() {
    return streams.values().stream().allMatch(SubjectStream::isSettled);
  }

  /**
   * Ends an overlap, because one of two connections is left.
   *
   * @return the updates to publish
   */
  List<Update> end() {
    List<Update> rest = new ArrayList<>();
    streams.values().forEach(stream -> rest.addAll(stream.end()));
    return rest;
  }

  void clear() {
    wanted.clear();
    streams.clear();
  }
}
