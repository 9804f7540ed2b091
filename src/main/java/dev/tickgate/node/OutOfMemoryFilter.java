package dev.tickgate.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.Marker;

/**
 * Ends the process when a library logs an OutOfMemoryError: some part of the process may have
 * failed, and the others would continue without it. Any thread may call it.
 */
public final class OutOfMemoryFilter extends TurboFilter {
  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] parameters,
      Throwable failure) {
    if (isOutOfMemory(failure)) {
      Watchdog.halt(String.valueOf(failure.getMessage()));
    }
    return FilterReply.NEUTRAL;
  }

  static boolean isOutOfMemory(Throwable failure) {
    return failure instanceof OutOfMemoryError
        || failure != null && failure.getCause() instanceof OutOfMemoryError;
  }
}
