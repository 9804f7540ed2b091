package dev.tickgate.ops;

import dev.tickgate.http.GatewayMetrics;
import dev.tickgate.http.Limit;
import dev.tickgate.hub.SessionTraces;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.replica.ReplicaMetrics;
import dev.tickgate.stream.Publication;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The metrics of the gateway of this node, as meters named {@code tickgate_sessions_…} and {@code
 * tickgate_replica_…}.
 */
public final class GatewayMeters implements GatewayMetrics, ReplicaMetrics {
  private final MeterRegistry registry;
  // Changed by every event loop.
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong waiting = new AtomicLong();
  private final SessionTraces traces;
  private final Optional<RoomMeters> rooms;
  private final Counter opened;
  private final Counter deliveries;
  private final Counter skipped;
  private final Counter failed;
  private final Counter recovered;
  private final Counter reset;
  private final Map<CloseCode, Counter> ended = new EnumMap<>(CloseCode.class);
  private final Map<Limit, Counter> limits = new EnumMap<>(Limit.class);
  private final Map<String, AtomicInteger> stale = new ConcurrentHashMap<>();
  private final Map<String, Counter> replicas = new ConcurrentHashMap<>();

  /**
   * @param rooms empty where this node serves no rooms
   */
  public GatewayMeters(Meters meters, SessionTraces traces, Optional<RoomMeters> rooms) {
    this.traces = traces;
    this.rooms = rooms;
    registry = meters.registry();
    gauge("tickgate.sessions.open", "Sessions that are connected", open);
    gauge(
        "tickgate.sessions.waiting.bytes",
        "Bytes that wait for clients whose connections accept no more",
        waiting);
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
    for (CloseCode code : CloseCode.values()) {
      Tags tags = Tags.of("code", Integer.toString(code.number()));
      ended.put(code, counter("tickgate.sessions.ended", "Sessions that this program ended", tags));
    }
    for (Limit limit : Limit.values()) {
      String name = limit.name().toLowerCase(Locale.ROOT);
      limits.put(
          limit,
          counter("tickgate.limited", "What clients asked too much of", Tags.of("limit", name)));
    }
  }

  private void gauge(String name, String description, Number value) {
    Gauge.builder(name, value::doubleValue).description(description).register(registry);
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
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
  public void ended(CloseCode code) {
    ended.get(code).increment();
  }

  @Override
  public void delivered(int sessions) {
    deliveries.increment(sessions);
  }

  @Override
  public void waiting(long bytes) {
    waiting.addAndGet(bytes);
  }

  @Override
  public void reached(Publication event, Instant now) {
    rooms.ifPresent(meters -> meters.reached(event, now));
  }

  @Override
  public SessionTraces traces() {
    return traces;
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
  public void serves(String feed) {
    received(feed, 0);
    count(feed, "tickgate.replica.duplicates", "Publications that were known already", 0);
    count(feed, "tickgate.replica.gaps", "Holes that were filled from the leader", 0);
    count(feed, "tickgate.replica.restarts", "Topics whose continuity was lost", 0);
    stale(feed, false);
  }

  @Override
  public void received(String feed, int publications) {
    count(feed, "tickgate.replica.received", "Publications received from the bus", publications);
  }

  @Override
  public void duplicate(String feed) {
    count(feed, "tickgate.replica.duplicates", "Publications that were known already", 1);
  }

  @Override
  public void gap(String feed) {
    count(feed, "tickgate.replica.gaps", "Holes that were filled from the leader", 1);
  }

  @Override
  public void restarted(String feed) {
    count(feed, "tickgate.replica.restarts", "Topics whose continuity was lost", 1);
  }

  private void count(String feed, String name, String description, int count) {
    replicas
        .computeIfAbsent(
            name + " " + feed, key -> counter(name, description, Tags.of("feed", feed)))
        .increment(count);
  }

  @Override
  public void stale(String feed, boolean isStale) {
    stale.computeIfAbsent(feed, this::staleGauge).set(isStale ? 1 : 0);
  }

  private AtomicInteger staleGauge(String feed) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder("tickgate.replica.stale", value::get).tag("feed", feed).register(registry);
    return value;
  }
}
