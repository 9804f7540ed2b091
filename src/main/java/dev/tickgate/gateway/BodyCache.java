package dev.tickgate.gateway;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The bodies of answers that were asked for last, made on a worker thread, each once however many
 * clients ask for it. Confined to one event loop.
 */
final class BodyCache {
  private final WorkerExecutor worker;
  private final int capacity;
  private final int maxWaiting;
  // Least recently used first.
  private final Map<String, Future<Body>> bodies = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private int waiting;

  /**
   * @param capacity bytes that are kept
   * @param maxWaiting bodies that may wait for the worker
   */
  BodyCache(WorkerExecutor worker, int capacity, int maxWaiting) {
    this.worker = worker;
    this.capacity = capacity;
    this.maxWaiting = maxWaiting;
  }

  /**
   * @param key what the body depends on
   * @param maker makes it, on any thread
   * @return empty where too many wait already
   */
  Optional<Future<Body>> get(String key, Callable<Body> maker) {
    Future<Body> known = bodies.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    if (waiting >= maxWaiting) {
      return Optional.empty();
    }
    waiting++;
    Future<Body> making = worker.executeBlocking(maker, false);
    bodies.put(key, making);
    return Optional.of(
        making
            .onComplete(made -> waiting--)
            .onSuccess(this::made)
            .onFailure(e -> bodies.remove(key)));
  }

  private void made(Body body) {
    bytes += body.size();
    Iterator<Future<Body>> oldest = bodies.values().iterator();
    while (bytes > capacity && oldest.hasNext()) {
      Future<Body> next = oldest.next();
      if (next.succeeded()) {
        bytes -= next.result().size();
        oldest.remove();
      }
    }
  }
}
