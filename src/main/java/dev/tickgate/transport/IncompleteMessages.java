package dev.tickgate.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The WebSockets of one event loop whose clients have begun a message and not completed it. One
 * sweep closes those that take too long. Confined to the loop.
 */
public final class IncompleteMessages {
  private final LongSupplier nanos;
  // Each with the time at which its message is overdue.
  private final Map<WebSocketConnection, Long> deadlines = new LinkedHashMap<>();

  /**
   * @param nanos a clock like {@code System::nanoTime}
   */
  public IncompleteMessages(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Notes that a message has begun; without effect where one is incomplete already. */
  void begun(WebSocketConnection connection, long time) {
    deadlines.computeIfAbsent(connection, begun -> nanos.getAsLong() + time);
  }

  /** Notes that the message is complete, or that the rest of it is ignored. */
  void ended(WebSocketConnection connection) {
    deadlines.remove(connection);
  }

  /** Restarts the time of the incomplete message, if there is one. */
  void restart(WebSocketConnection connection, long time) {
    deadlines.computeIfPresent(connection, (begun, due) -> nanos.getAsLong() + time);
  }

  /** Closes the connections whose message is overdue; called periodically. */
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
