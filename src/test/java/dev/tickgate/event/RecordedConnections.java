package dev.tickgate.event;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what the endpoint of events reports of its connections; every loop writes. */
final class RecordedConnections implements EventMetrics {
  final Map<EventConnection, Boolean> open = new ConcurrentHashMap<>();
  // Of each connection, whether its client gave a position.
  final List<Boolean> resumed = new CopyOnWriteArrayList<>();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger delivered = new AtomicInteger();

  @Override
  public void opened(EventConnection connection, boolean hasPosition) {
    open.put(connection, true);
    resumed.add(hasPosition);
  }

  @Override
  public void closed(EventConnection connection) {
    closed.incrementAndGet();
    open.remove(connection);
  }

  @Override
  public void delivered(EventConnection connection, String type, int events, long latency) {
    delivered.addAndGet(events);
  }

  @Override
  public void replayed(EventConnection connection, String type, int events) {
    delivered.addAndGet(events);
  }
}
