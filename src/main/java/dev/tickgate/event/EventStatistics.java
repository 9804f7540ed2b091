package dev.tickgate.event;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The connections and deliveries of this process since its start, by day. The event loops of
 * connections write; any thread may read.
 */
public final class EventStatistics implements EventMetrics {
  // Longer than the delay of any report.
  private static final int DAYS_REPORTED = 2;

  private final InstantSource clock;
  private final Map<EventConnection, Activity> connections = new ConcurrentHashMap<>();
  private final Map<LocalDate, Day> days = new ConcurrentHashMap<>();

  public EventStatistics(InstantSource clock) {
    this.clock = clock;
  }

  /** Written by the event loop of the connection, read by any thread. */
  private static final class Activity {
    private volatile Instant lastEventAt;
  }

  private static final class Day {
    private final LongAdder opened = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final Map<String, Deliveries> types = new ConcurrentHashMap<>();

    Deliveries of(String type) {
      return types.computeIfAbsent(type, first -> new Deliveries());
    }
  }

  private static final class Deliveries {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder measured = new LongAdder();
    private final LongAdder latencyMillis = new LongAdder();
  }

  @Override
  public void opened(EventConnection connection, boolean resumed) {
    connections.put(connection, new Activity());
    Day day = day();
    day.opened.increment();
    if (resumed) {
      day.resumed.increment();
    }
  }

  @Override
  public void closed(EventConnection connection) {
    connections.remove(connection);
  }

  @Override
  public void delivered(EventConnection connection, String type, int events, long latencyMillis) {
    Deliveries deliveries = written(connection, type, events);
    deliveries.measured.add(events);
    deliveries.latencyMillis.add(latencyMillis);
  }

  @Override
  public void replayed(EventConnection connection, String type, int events) {
    written(connection, type, events);
  }

  private Deliveries written(EventConnection connection, String type, int events) {
    Activity activity = connections.get(connection);
    if (activity != null) {
      activity.lastEventAt = clock.instant();
    }
    Deliveries deliveries = day().of(type);
    deliveries.delivered.add(events);
    return deliveries;
  }

  private Day day() {
    return days.computeIfAbsent(today(), first -> new Day());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * The totals of this process. Because they are totals, a repeated report has no effect.
   *
   * @param node a name that no other process has, even on the same host
   */
  JsonObject report(String node) {
    days.keySet().removeIf(day -> day.isBefore(today().minusDays(DAYS_REPORTED)));
    JsonArray connects = new JsonArray();
    JsonArray deliveries = new JsonArray();
    days.forEach(
        (date, day) -> {
          connects.add(
              new JsonObject()
                  .put("day", date.toString())
                  .put("opened", day.opened.sum())
                  .put("resumed", day.resumed.sum()));
          day.types.forEach(
              (type, sums) ->
                  deliveries.add(
                      new JsonObject()
                          .put("day", date.toString())
                          .put("type", type)
                          .put("delivered", sums.delivered.sum())
                          .put("measured", sums.measured.sum())
                          .put("latency_ms", sums.latencyMillis.sum())));
        });
    return new JsonObject()
        .put("node", node)
        .put("connections", connections.size())
        .put("connects", connects)
        .put("deliveries", deliveries);
  }

  /** All open connections. */
  JsonObject connections() {
    Instant now = clock.instant();
    JsonArray all = new JsonArray();
    connections.forEach(
        (connection, activity) -> {
          Instant last = activity.lastEventAt;
          Instant since = connection.connectedAt();
          all.add(
              new JsonObject()
                  .put("clientId", connection.clientId())
                  .put("connectedAt", StatusApi.time(since))
                  .put("lastEventAt", last == null ? null : StatusApi.time(last))
                  .put("durationMs", Math.max(0, now.toEpochMilli() - since.toEpochMilli())));
        });
    return new JsonObject().put("connections", all);
  }
}
