package dev.tickgate.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The format of the lines of the log. */
public enum LogFormat {
  /** For operators: time, level, event, fields. */
  TEXT,
  /** For programs: one JSON object a line. */
  JSON;

  /**
   * Sets the format; to be called before the first line is logged. The JVM starts with the text
   * format.
   */
  public void apply() {
    if (this == TEXT) {
      return;
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    JsonLines lines = new JsonLines();
    lines.setContext(context);
    lines.start();
    Iterator<Appender<ILoggingEvent>> appenders =
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> console) {
        console.setEncoder(lines);
      }
    }
  }
}
