package dev.tickgate.hub;

import dev.tickgate.protocol.CloseCode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts and logs the sessions that the server closed. The first session of each code is logged at
 * once, those of the following minute as one number. Confined to one event loop.
 */
final class EndedSessions {
  private static final Logger LOG = LoggerFactory.getLogger(EndedSessions.class);
  private static final long MINUTE_NANOS = 60_000_000_000L;
  // A stopping node closes every session. The parts that detect the other two reasons log them.
  private static final Set<CloseCode> UNLOGGED =
      EnumSet.of(CloseCode.GOING_AWAY, CloseCode.INTERNAL_ERROR, CloseCode.UNAUTHORIZED);

  private final HubMetrics metrics;
  private final LongSupplier nanos;
  private final Map<CloseCode, Minute> minutes = new EnumMap<>(CloseCode.class);

  /** The minute since a code was logged. */
  private static final class Minute {
    final long since;
    int sessions;

    Minute(long since) {
      this.since = since;
    }
  }

  EndedSessions(HubMetrics metrics, LongSupplier nanos) {
    this.metrics = metrics;
    this.nanos = nanos;
  }

  void ended(CloseCode code, Session session) {
    metrics.ended(code);
    if (UNLOGGED.contains(code)) {
      return;
    }
    Minute minute = minutes.get(code);
    if (minute == null) {
      minutes.put(code, new Minute(nanos.getAsLong()));
      log(code, 1, line -> line.addKeyValue("request", session.peer().request()));
    } else {
      minute.sessions++;
    }
  }

  /** Logs the sessions of each minute that has ended. Called more than once a minute. */
  void sweep() {
    long now = nanos.getAsLong();
    minutes.entrySet().removeIf(code -> isOver(code.getKey(), code.getValue(), now));
  }

  private static boolean isOver(CloseCode code, Minute minute, long now) {
    if (now - minute.since < MINUTE_NANOS) {
      return false;
    }
    if (minute.sessions > 0) {
      log(code, minute.sessions, line -> {});
    }
    return true;
  }

  private static void log(CloseCode code, int sessions, Consumer<LoggingEventBuilder> fields) {
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("code", code.number())
            .addKeyValue("reason", code.reason())
            .addKeyValue("sessions", sessions);
    fields.accept(line);
    line.log("session.ended");
  }
}
