package dev.tickgate.room;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Collects questions to a leader and sends them in batches, one batch at a time. Questions that
 * arrive during a batch wait for a later one, which contains each key once. An answer is never from
 * before its question. Confined to one event loop.
 *
 * @param <K> the key of a question
 * @param <A> its answer
 */
final class GatheredQuestions<K, A> {
  private final Function<List<K>, Future<List<A>>> ask;
  private final int most;
  private final Map<K, Promise<A>> waiting = new LinkedHashMap<>();
  private boolean asking;

  /**
   * @param ask sends one batch; returns the answers in the order of the keys
   * @param most the number of keys in a batch, at most
   */
  GatheredQuestions(Function<List<K>, Future<List<A>>> ask, int most) {
    this.ask = ask;
    this.most = most;
  }

  Future<A> ask(K thing) {
    Future<A> answer = waiting.computeIfAbsent(thing, first -> Promise.promise()).future();
    next();
    return answer;
  }

  private void next() {
    if (asking || waiting.isEmpty()) {
      return;
    }
    asking = true;
    List<K> things = new ArrayList<>();
    List<Promise<A>> asked = new ArrayList<>();
    Iterator<Map.Entry<K, Promise<A>>> first = waiting.entrySet().iterator();
    while (first.hasNext() && things.size() < most) {
      Map.Entry<K, Promise<A>> entry = first.next();
      things.add(entry.getKey());
      asked.add(entry.getValue());
      first.remove();
    }
    ask.apply(things)
        .onComplete(
            answers -> {
              asking = false;
              answer(asked, answers);
              next();
            });
  }

  private void answer(List<Promise<A>> asked, AsyncResult<List<A>> answers) {
    for (int i = 0; i < asked.size(); i++) {
      if (answers.succeeded()) {
        asked.get(i).complete(answers.result().get(i));
      } else {
        asked.get(i).fail(answers.cause());
      }
    }
  }
}
