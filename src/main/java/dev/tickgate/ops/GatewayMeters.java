package dev.tickgate.ops;

import dev.tickgate.http.GatewayMetrics;
import dev.tickgate.http.Limit;
import dev.tickgate.replica.ReplicaMetrics;
import dev.tickgate.stream.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gateway of this node, as meters named {@code tickgate_sessions_…} and {@code
 * tickgate_topic_…}.
 */
public final class GatewayMeters implements GatewayMetrics, ReplicaMetrics {
  private final MeterRegistry registry;
  // Counted by every event loop.
  private final AtomicInteger open = new AtomicInteger();
  private final Counter opened;
  private final Counter deliveries;
  private final Counter skipped;
  private final Counter failed;
  private final Counter recovered;
  private final Counter reset;
  private final Map<Limit, Counter> limits = new EnumMap<>(Limit.class);
  private final Map<Topic, AtomicInteger> stale = new ConcurrentHashMap<>();

  public GatewayMeters(Meters meters) {
    registry = meters.registry();
    registry.gauge("tickgate.sessions.open", open);
    opened = counter("tickgate.sessions.opened", "Sessions ever opened", Tags.empty());
    deliveries = counter("tickgate.deliveries", "Publications handed to sessions", Tags.empty());
    skipped =
        counter(
            "tickgate.skipped",
            "Publications that slow sessions did not get, because a newer one replaced them",
            Tags.empty());
    failed =
        counter(
            "tickgate.sessions.failed",
            "Sessions closed because something done to them failed in this program",
            Tags.empty());
    String resumptions = "Sessions that came back with a position";
    recovered = counter("tickgate.resumptions", resumptions, Tags.of("recovered", "true"));
    reset = counter("tickgate.resumptions", resumptions, Tags.of("recovered", "false"));
    for (Limit limit : Limit.values()) {
      String name = limit.name().toLowerCase(Locale.ROOT);
      limits.put(
          limit,
          counter("tickgate.limited", "What clients asked too much of", Tags.of("limit", name)));
    }
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Counter counter(String name, String description, Topic topic) {
    return counter(name, description, Tags.of("topic", topic.name()));
  }

  @Override
  public void opened() {
    open.incrementAndGet();
    opened.increment();
  }

  @Override
  public void closed() {
    open.decrementAndGet();
  }

  @Override
  public void delivered(int sessions) {
    deliveries.increment(sessions);
  }

  @Override
  public void skipped(long publications) {
    skipped.increment(publications);
  }

  @Override
  public void failed() {
    failed.increment();
  }

  @Override
  public void resumed(boolean complete) {
    (complete ? recovered : reset).increment();
  }

  @Override
  public void reached(Limit limit) {
    limits.get(limit).increment();
  }

  @Override
  public void received(Topic topic) {
    counter("tickgate.topic.received", "Publications taken from the bus", topic).increment();
  }

  @Override
  public void duplicate(Topic topic) {
    counter("tickgate.topic.duplicates", "Publications that were known already", topic).increment();
  }

  @Override
  public void gap(Topic topic) {
    counter("tickgate.topic.gaps", "Holes that were filled from the leader", topic).increment();
  }

  @Override
  public void restarted(Topic topic) {
    counter("tickgate.topic.restarts", "Times continuity was lost", topic).increment();
  }

  @Override
  public void stale(Topic topic, boolean isStale) {
    stale
        .computeIfAbsent(
            topic,
            name ->
                registry.gauge(
                    "tickgate.topic.stale", Tags.of("topic", name.name()), new AtomicInteger()))
        .set(isStale ? 1 : 0);
  }
}
