package dev.tickgate.testing;

import dev.tickgate.http.GatewayMetrics;
import dev.tickgate.http.Limit;
import dev.tickgate.hub.SessionTraces;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the limits that clients reached, and the open sessions. Every event loop writes it. */
public final class CountingGatewayMetrics implements GatewayMetrics {
  private final Map<Limit, Integer> counts = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  private final SessionTraces traces = new SessionTraces(System::nanoTime);

  public int count(Limit limit) {
    return counts.getOrDefault(limit, 0);
  }

  @Override
  public void reached(Limit limit) {
    counts.merge(limit, 1, Integer::sum);
  }

  /** Returns the number of open sessions. */
  public int open() {
    return open.get();
  }

  @Override
  public void opened() {
    open.incrementAndGet();
  }

  @Override
  public void closed() {
    open.decrementAndGet();
  }

  @Override
  public SessionTraces traces() {
    return traces;
  }
}
