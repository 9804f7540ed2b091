package dev.tickgate.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Levels of loggers that an operator has changed for a limited time; each is restored when its time
 * is over. Confined to one event loop, which calls {@link #expire()} about once a second.
 */
final class LogLevels {
  /** The most loggers that may have a changed level at once. */
  static final int MOST = 50;

  private static final long SECOND = 1_000_000_000;

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final LongSupplier nanos;
  private final Map<String, Change> changes = new TreeMap<>();

  /**
   * @param before the level of the logger itself; null where it inherits the level of its parent
   */
  private record Change(Level before, Level now, long end) {}

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  LogLevels(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Changes the level of a logger, and of the loggers below it without a level of their own.
   *
   * @return false where too many loggers have a changed level
   */
  boolean set(String name, Level level, Duration length) {
    Change known = changes.get(name);
    if (known == null && changes.size() == MOST) {
      return false;
    }
    Logger logger = context.getLogger(name);
    Level before = known == null ? logger.getLevel() : known.before();
    logger.setLevel(level);
    changes.put(name, new Change(before, level, nanos.getAsLong() + length.toNanos()));
    return true;
  }

  /** Restores the former level; does nothing where it was not changed. */
  void reset(String name) {
    Change change = changes.remove(name);
    if (change != null) {
      context.getLogger(name).setLevel(change.before());
    }
  }

  /** Ends the changes whose time is over. */
  void expire() {
    long now = nanos.getAsLong();
    changes.entrySet().stream()
        .filter(change -> change.getValue().end() - now <= 0)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::reset);
  }

  /** Returns the changed loggers. */
  JsonObject json() {
    JsonArray loggers = new JsonArray();
    long now = nanos.getAsLong();
    changes.forEach(
        (name, change) ->
            loggers.add(
                new JsonObject()
                    .put("logger", name)
                    .put("level", change.now().toString())
                    .put("seconds_left", Math.max(0, (change.end() - now + SECOND - 1) / SECOND))));
    return new JsonObject().put("loggers", loggers);
  }
}
