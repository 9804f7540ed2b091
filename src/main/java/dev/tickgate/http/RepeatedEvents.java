package dev.tickgate.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
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
  private final Map<String, Repetitions> kinds = new HashMap<>();

  /** One kind of event, in the minute since its first line. */
  private static final class Repetitions {
    final Level level;
    final String event;
    final long since;
    int count;

    Repetitions(Level level, String event, long since) {
      this.level = level;
      this.event = event;
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
   * @param event the name of the event
   * @param kind events with the same name and kind are repetitions
   * @param fields adds the details of this event, if it is logged
   */
  public void log(Level level, String event, String kind, Consumer<LoggingEventBuilder> fields) {
    String key = event + ' ' + kind;
    Repetitions known = kinds.get(key);
    if (known != null) {
      known.count++;
    } else if (kinds.size() < MAX_KINDS) {
      kinds.put(key, new Repetitions(level, event, nanos.getAsLong()));
      LoggingEventBuilder line = log.atLevel(level);
      fields.accept(line);
      line.log(event);
    }
  }

  /** Logs the repetitions of the minutes that have passed; to be called about once a second. */
  public void sweep() {
    long now = nanos.getAsLong();
    kinds.entrySet().removeIf(kind -> hasPassed(kind.getKey(), kind.getValue(), now));
  }

  private boolean hasPassed(String key, Repetitions kind, long now) {
    if (now - kind.since < PERIOD) {
      return false;
    }
    if (kind.count > 0) {
      log.atLevel(kind.level)
          .addKeyValue("kind", key.substring(kind.event.length() + 1))
          .addKeyValue("repeated", kind.count)
          .log(kind.event);
    }
    return true;
  }
}
