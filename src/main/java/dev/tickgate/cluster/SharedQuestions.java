package dev.tickgate.cluster;

import io.vertx.core.Completable;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs one query for a key at a time, and passes its answer to all callers that asked meanwhile.
 * Each query blocks a thread for as long as a member hangs. Any thread may call.
 */
final class SharedQuestions<T> {
  private final Map<String, Queue<Completable<T>>> waiting = new ConcurrentHashMap<>();

  /** Adds a receiver of the answer; returns whether the caller must run the query. */
  boolean isFirst(String key, Completable<T> answer) {
    AtomicBoolean first = new AtomicBoolean();
    waiting.compute(
        key,
        (known, before) -> {
          first.set(before == null);
          Queue<Completable<T>> all = before == null ? new ConcurrentLinkedQueue<>() : before;
          all.add(answer);
          return all;
        });
    return first.get();
  }

  /** Passes the answer to all receivers that were added since the query began. */
  void answer(String key, T found, Throwable failure) {
    waiting.remove(key).forEach(one -> one.complete(found, failure));
  }
}
