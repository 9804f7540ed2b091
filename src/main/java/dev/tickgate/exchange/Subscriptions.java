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
 * The topics with a subscriber in the cluster, and the subjects that the exchange has, or is to
 * have, for them. Their number is bounded by {@link Limits#streams}: other topics wait. A refused
 * subject is reported, and tried again with the next connection, or some minutes later: an exchange
 * refuses good names too, when it is in trouble. Confined to the connector's event loop.
 */
final class Subscriptions {
  static final Duration AGAIN = Duration.ofMinutes(5);

  private final Venue venue;
  private final ConnectorReport report;
  private final SubjectCounters counters;
  private final LongSupplier nanos;
  private final Set<Topic> wanted = new LinkedHashSet<>();
  private final Map<Subject, SubjectStream> streams = new LinkedHashMap<>();
  // When they were, in nanoseconds of the JVM's clock.
  private final Map<Subject, Long> refused = new LinkedHashMap<>();
  // Reported as topics that found no place.
  private final Set<Topic> waiting = new LinkedHashSet<>();

  Subscriptions(Venue venue, ConnectorReport report, SubjectCounters counters, LongSupplier nanos) {
    this.venue = venue;
    this.report = report;
    this.counters = counters;
    this.nanos = nanos;
  }

  /** The topic is admitted by the next call of {@link #admit}. */
  void add(Topic topic) {
    wanted.add(topic);
  }

  /** The subject that the exchange is not to have any more; empty where it did not have it. */
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

  /** Takes in topics up to the limit of the exchange; the subjects that were added. */
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
        // Not remembered as refused: it follows when another topic leaves.
        report.refused(topic, "TOO_MANY_STREAMS", "the connection has all that the exchange takes");
      }
      return false;
    }
    waiting.remove(topic);
    report.forget(topic);
    streams.put(subject, new SubjectStream(subject, venue.isDense(subject), counters));
    return true;
  }

  /** The exchange, or its names, refused a subject. */
  void refuse(Subject subject, String code, String message) {
    refused.put(subject, nanos.getAsLong());
    streams.remove(subject);
    report.refused(subject.topic(venue.name()), code, message);
  }

  /**
   * Forgets refusals of long ago.
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

  /** A connection begins, and no other one sends data. */
  void restart() {
    // A symbol that the exchange did not have may be listed now; an impossible name may not.
    refused.keySet().removeIf(venue::isPlausible);
    streams.values().forEach(SubjectStream::restart);
    admit();
  }

  /** A second connection begins, while the first one sends data. */
  void overlap() {
    streams.values().forEach(SubjectStream::overlap);
  }

  /** Whether both connections have sent the same data of each subject. */
  boolean areSettled() {
    return streams.values().stream().allMatch(SubjectStream::isSettled);
  }

  /** One of two connections is left; what is to be published. */
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
