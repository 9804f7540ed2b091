package dev.tickgate.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Records the events of a logger until it is closed. Any thread may log and read. */
public final class LogFixture extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger;
  // Guarded by this object, whose lock the superclass takes for each event.
  private final List<ILoggingEvent> events = new ArrayList<>();

  private LogFixture(Logger logger) {
    this.logger = logger;
    start();
    logger.addAppender(this);
  }

  public static LogFixture of(Class<?> type) {
    return of(type.getName());
  }

  public static LogFixture of(String logger) {
    return new LogFixture((Logger) LoggerFactory.getLogger(logger));
  }

  /** Records the events of all loggers. */
  public static LogFixture ofAll() {
    return of(Logger.ROOT_LOGGER_NAME);
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  /** Returns the events so far, oldest first. */
  public synchronized List<ILoggingEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
  }
}
