package dev.tickgate.hub;

import dev.tickgate.protocol.Command;
import dev.tickgate.transport.Frame;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users whose sessions on this node are traced. Each of their messages is logged in one line,
 * up to a number of lines a second. Any thread may call.
 */
public final class SessionTraces {
  /** For a node that traces no user. */
  public static final SessionTraces NONE = new SessionTraces(() -> 0);

  private static final Logger LOG = LoggerFactory.getLogger(SessionTraces.class);
  private static final int MOST_USERS = 20;
  private static final int MOST_CHARACTERS = 1_000;
  private static final int LINES_A_SECOND = 100;
  private static final long SECOND = 1_000_000_000;

  private final LongSupplier nanos;
  // The time at which each trace ends, in nanoseconds. The map is replaced and never changed,
  // because loops read it with each message.
  private volatile Map<String, Long> ends = Map.of();
  // The beginning of the current second, and the number of its lines.
  private long second;
  private int lines;
  private long leftOut;

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public SessionTraces(LongSupplier nanos) {
    this.nanos = nanos;
    this.second = nanos.getAsLong();
  }

  /**
   * Traces the sessions of a user for that time from now on, including new sessions.
   *
   * @param user the subject of the user's token; empty for clients without a token
   * @return false where too many users are traced
   */
  public synchronized boolean begin(String user, Duration length) {
    Map<String, Long> next = current();
    if (!next.containsKey(user) && next.size() == MOST_USERS) {
      return false;
    }
    next.put(user, nanos.getAsLong() + length.toNanos());
    ends = next;
    return true;
  }

  /** Ends the trace of a user. */
  public synchronized void end(String user) {
    Map<String, Long> next = current();
    next.remove(user);
    ends = next;
  }

  /** The users that are traced, each with the seconds that are left. */
  public Map<String, Long> users() {
    Map<String, Long> left = new TreeMap<>();
    long now = nanos.getAsLong();
    current().forEach((user, end) -> left.put(user, (end - now + SECOND - 1) / SECOND));
    return left;
  }

  private Map<String, Long> current() {
    long now = nanos.getAsLong();
    Map<String, Long> current = new TreeMap<>(ends);
    current.values().removeIf(end -> end - now <= 0);
    return current;
  }

  private boolean covers(String user) {
    Map<String, Long> now = ends;
    if (now.isEmpty()) {
      return false;
    }
    Long end = now.get(user);
    return end != null && end - nanos.getAsLong() > 0;
  }

  /** Logs a command of a session, without its tokens. */
  public void received(Session session, Command command) {
    String user = session.principal().subject();
    if (covers(user)) {
      log(session, "received", text(command));
    }
  }

  /** Logs a frame that is sent to a session. */
  void sent(Session session, Frame frame) {
    String user = session.principal().subject();
    if (covers(user)) {
      for (byte[] message : frame.messages()) {
        log(session, "sent", text(message));
      }
    }
  }

  private static String text(Command command) {
    if (command instanceof Command.With with) {
      return text(with.command());
    }
    if (command instanceof Command.Custom custom) {
      JsonObject shown = custom.fields().copy();
      shown.remove("token");
      return shown.encode();
    }
    return command.toString();
  }

  // The text after the header of a WebSocket frame.
  private static String text(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8);
    return text.substring(Math.max(0, text.indexOf('{'))).strip();
  }

  private synchronized void log(Session session, String direction, String text) {
    long now = nanos.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      lines = 0;
    }
    if (lines == LINES_A_SECOND) {
      leftOut++;
      return;
    }
    lines++;
    LOG.atInfo()
        .addKeyValue("user", session.principal().subject())
        .addKeyValue("request", session.peer().request())
        .addKeyValue("direction", direction)
        .addKeyValue("message", text.substring(0, Math.min(text.length(), MOST_CHARACTERS)))
        .addKeyValue("left_out", leftOut)
        .log("session.traced");
    leftOut = 0;
  }
}
