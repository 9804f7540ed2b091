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
 * Questions of which one is under way at a time: those that come meanwhile go together in the next
 * one, each thing once. A question is never answered with what was known before it came. Confined
 * to one event loop.
 *
 * @param <K> what is asked about
 * @param <A> what is known of it
 */
final class GatheredQuestions<K, A> {
  private final Function<List<K>, Future<List<A>>> ask;
  private final int most;
  private final Map<K, Promise<A>> waiting = new LinkedHashMap<>();
  private boolean asking;

  /**
   * @param ask about several things at once; the answers are in their order
   * @param most how many one question is about
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
