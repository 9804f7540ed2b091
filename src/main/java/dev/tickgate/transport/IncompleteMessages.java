package dev.tickgate.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The WebSockets of one event loop whose clients have begun a message and not completed it, swept
 * together: one that takes too long is closed. Confined to the loop.
 */
public final class IncompleteMessages {
  private final LongSupplier nanos;
  // With the time at which the message is overdue.
  private final Map<WebSocketConnection, Long> deadlines = new LinkedHashMap<>();

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public IncompleteMessages(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A message has begun; without effect where one is incomplete already. */
  void begun(WebSocketConnection connection, long time) {
    deadlines.computeIfAbsent(connection, begun -> nanos.getAsLong() + time);
  }

  /** The message is complete, or the rest of it is not wanted. */
  void ended(WebSocketConnection connection) {
    deadlines.remove(connection);
  }

  /** Grants the message its whole time again, if there is one. */
  void restart(WebSocketConnection connection, long time) {
    deadlines.computeIfPresent(connection, (begun, due) -> nanos.getAsLong() + time);
  }

  /** Closes those whose message is overdue; called periodically. */
  public void sweep() {
    long now = nanos.getAsLong();
    List<WebSocketConnection> overdue = new ArrayList<>();
    deadlines.forEach(
        (connection, due) -> {
          // The gateway does not read from a paused connection, so the client is not late.
          if (now - due > 0 && !connection.isPaused()) {
            overdue.add(connection);
          }
        });
    overdue.forEach(WebSocketConnection::messageOverdue);
  }
}
