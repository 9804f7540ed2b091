package dev.tickgate.http;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The bodies of answers that were asked for last, made on a worker thread, each once however many
 * clients ask for it. A body that nobody asks for leaves with the second round. Confined to one
 * event loop.
 */
final class BodyCache {
  private final WorkerExecutor worker;
  private final int capacity;
  private final int maxWaiting;
  private Map<String, Future<Body>> recent = new HashMap<>();
  // Those of the round before; they are dropped where nobody asks for them in this one.
  private Map<String, Future<Body>> older = new HashMap<>();
  // Of the bodies made in this round.
  private long bytes;
  private int waiting;

  /**
   * @param capacity bytes that are made in one round; more begin the next one
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
   * @param key what the body depends on
   * @param maker makes it, on any thread
   * @return empty where too many wait already
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
        worker
            .executeBlocking(maker, false)
            .onComplete(made -> waiting--)
            .onSuccess(this::made)
            .onFailure(failure -> recent.remove(key));
    recent.put(key, making);
    return Optional.of(making);
  }

  private void made(Body body) {
    bytes += body.size();
    if (bytes > capacity) {
      rotate();
    }
  }
}
