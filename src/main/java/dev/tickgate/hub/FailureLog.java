package dev.tickgate.hub;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs failures of this program's own code that must not stop a loop over sessions or tasks. The
 * first failure of a minute is logged with its stack trace, the others as a number. Confined to one
 * event loop.
 */
public final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final String event;
  private final LongSupplier nanos;
  private boolean logged;
  private long loggedAt;
  private long unlogged;

  /**
   * @param event such as {@code session.failed}
   * @param nanos a clock like {@code System::nanoTime}
   */
  public FailureLog(String event, LongSupplier nanos) {
    this.event = event;
    this.nanos = nanos;
  }

  public void log(RuntimeException failure) {
    log(failure, line -> {});
  }

  /**
   * @param fields adds further fields of the event; called only if the failure is logged
   */
  void log(RuntimeException failure, Consumer<LoggingEventBuilder> fields) {
    long now = nanos.getAsLong();
    if (logged && now - loggedAt < MINUTE_NANOS) {
      unlogged++;
      return;
    }
    LoggingEventBuilder line = LOG.atError().addKeyValue("unlogged", unlogged).setCause(failure);
    fields.accept(line);
    line.log(event);
    logged = true;
    loggedAt = now;
    unlogged = 0;
  }
}
