package dev.tickgate.http;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Caches the bodies of recent answers. A worker thread creates each body once for any number of
 * requests. A body without a request is dropped with the second round. Confined to one event loop.
 */
final class BodyCache {
  private final WorkerExecutor worker;
  private final int capacity;
  private final int maxWaiting;
  private Map<String, Future<Body>> recent = new HashMap<>();
  // The bodies of the round before; those without a request in this round are dropped at its end.
  private Map<String, Future<Body>> older = new HashMap<>();
  // The size of the bodies created in this round.
  private long bytes;
  private int waiting;

  /**
   * @param capacity bytes that are created in one round; more bytes begin the next round
   * @param maxWaiting bodies that may wait for the worker
   */
  BodyCache(WorkerExecutor worker, int capacity, int maxWaiting) {
    this.worker = worker;
    this.capacity = capacity;
    this.maxWaiting = maxWaiting;
  }

  /** Begins a round; to be called every few seconds. */
  void rotate() {
    older = recent;
    recent = new HashMap<>();
    bytes = 0;
  }

  /**
   * @param key the state on which the body depends
   * @param maker creates the body, on any thread
   * @return empty if too many bodies wait already
   */
  Optional<Future<Body>> get(String key, Callable<Body> maker) {
    Future<Body> known = recent.containsKey(key) ? recent.get(key) : older.get(key);
    if (known != null) {
      recent.put(key, known);
      return Optional.of(known);
    }
    if (waiting >= maxWaiting) {
      return Optional.empty();
    }
    waiting++;
    Future<Body> making =
        worker.executeBlocking(maker, false).onComplete(made -> waiting--).onSuccess(this::made);
    recent.put(key, making);
    // A round may have ended during the work.
    making.onFailure(
        failure -> {
          recent.remove(key, making);
          older.remove(key, making);
        });
    return Optional.of(making);
  }

  private void made(Body body) {
    bytes += body.size();
    if (bytes > capacity) {
      rotate();
    }
  }
}
