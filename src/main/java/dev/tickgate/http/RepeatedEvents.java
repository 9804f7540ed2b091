package dev.tickgate.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs the first event of a kind at once and its repetitions as one number a minute, so that
 * clients cannot fill the log. Confined to one event loop.
 */
public final class RepeatedEvents {
  private static final long PERIOD = Duration.ofMinutes(1).toNanos();
  // The code defines the kinds, not the clients; a bug in that must not use unbounded memory.
  private static final int MAX_KINDS = 100;

  private final Logger log;
  private final LongSupplier nanos;
  private final Map<Kind, Repetitions> kinds = new HashMap<>();

  /**
   * Events with the same name and the same value are repetitions.
   *
   * @param field has the value that distinguishes events of this name, if there is one
   */
  private record Kind(String event, Optional<KeyValuePair> field) {
    void addTo(LoggingEventBuilder line) {
      field.ifPresent(pair -> line.addKeyValue(pair.key, pair.value));
    }
  }

  /** The events of one kind in the minute since its first line. */
  private static final class Repetitions {
    final Level level;
    final long since;
    int count;

    Repetitions(Level level, long since) {
      this.level = level;
      this.since = since;
    }
  }

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public RepeatedEvents(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  /**
   * @param event the name of the event; events with the same name are repetitions
   * @param details adds the other fields of this event, if it is logged
   */
  public void log(Level level, String event, Consumer<LoggingEventBuilder> details) {
    log(level, new Kind(event, Optional.empty()), details);
  }

  /**
   * @param event the name of the event; events with the same name and value are repetitions
   * @param field the name of the value in the first line and in that of the repetitions
   * @param details adds the other fields of this event, if it is logged
   */
  public void log(
      Level level,
      String event,
      String field,
      String value,
      Consumer<LoggingEventBuilder> details) {
    log(level, new Kind(event, Optional.of(new KeyValuePair(field, value))), details);
  }

  private void log(Level level, Kind kind, Consumer<LoggingEventBuilder> details) {
    Repetitions known = kinds.get(kind);
    if (known != null) {
      known.count++;
    } else if (kinds.size() < MAX_KINDS) {
      kinds.put(kind, new Repetitions(level, nanos.getAsLong()));
      LoggingEventBuilder line = log.atLevel(level);
      kind.addTo(line);
      details.accept(line);
      line.log(kind.event);
    }
  }

  /** Logs the repetitions of the minutes that have passed; to be called about once a second. */
  public void sweep() {
    long now = nanos.getAsLong();
    kinds.entrySet().removeIf(kind -> hasPassed(kind.getKey(), kind.getValue(), now));
  }

  private boolean hasPassed(Kind kind, Repetitions repetitions, long now) {
    if (now - repetitions.since < PERIOD) {
      return false;
    }
    if (repetitions.count > 0) {
      LoggingEventBuilder line = log.atLevel(repetitions.level);
      kind.addTo(line);
      line.addKeyValue("repeated", repetitions.count).log(kind.event);
    }
    return true;
  }
}
