package dev.tickgate.ops;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.room.RoomMetrics;
import dev.tickgate.room.Rooms;
import dev.tickgate.stream.Publication;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The metrics of rooms on this node, as meters named {@code tickgate_rooms_…}. */
public final class RoomMeters implements RoomMetrics {
  private static final String OTHER = "other";
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;
  // One timer for each type that has a schema, and one for all types that applications define.
  private final Map<String, Timer> delays = new HashMap<>();

  public RoomMeters(Meters meters) {
    registry = meters.registry();
    Rooms.eventTypes().forEach(type -> delays.put(type, delay(type)));
    delays.put(OTHER, delay(OTHER));
    Rooms.commandTypes().forEach(type -> commands(type, "ok"));
  }

  private Timer delay(String type) {
    return Timer.builder("tickgate.rooms.events")
        .description("From the timestamp of an event to its clients")
        .tag("type", type)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter commands(String type, String result) {
    return Counter.builder("tickgate.rooms.commands")
        .description("Commands of clients")
        .tag("type", type)
        .tag("result", result)
        .register(registry);
  }

  @Override
  public void answered(String command, Optional<ErrorCode> refused) {
    String result = refused.map(code -> code.name().toLowerCase(Locale.ROOT)).orElse("ok");
    commands(command, result).increment();
  }

  /** Records the delay of an event that has reached a loop with subscribers. */
  void reached(Publication event, Instant now) {
    JsonObject body;
    try {
      body = new JsonObject(Buffer.buffer(event.json()));
    } catch (DecodeException e) {
      // The event has a number or a name that is too long for the library; subscribers still
      // receive it.
      return;
    }
    Object timestamp = body.getValue("timestamp");
    Object type = body.getValue("type");
    if (timestamp instanceof String text && type instanceof String name) {
      begin(text)
          .ifPresent(
              begin ->
                  delays
                      .getOrDefault(name, delays.get(OTHER))
                      .record(Duration.between(begin, now).abs()));
    }
  }

  /** Returns the time; empty where the application uses another format. */
  private static Optional<Instant> begin(String timestamp) {
    try {
      return Optional.of(Instant.parse(timestamp));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
