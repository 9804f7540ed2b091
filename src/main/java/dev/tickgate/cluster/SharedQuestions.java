package dev.tickgate.cluster;

import io.vertx.core.Completable;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One question about a key at a time, whose answer all get that asked meanwhile: each question
 * waits on a thread for as long as a member hangs. Any thread may call.
 */
final class SharedQuestions<T> {
  private final Map<String, Queue<Completable<T>>> waiting = new ConcurrentHashMap<>();

  /** Has the answer given to somebody; whether the caller is the one to ask. */
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

  /** Gives the answer to all that asked since the first did. */
  void answer(String key, T found, Throwable failure) {
    waiting.remove(key).forEach(one -> one.complete(found, failure));
  }
}
