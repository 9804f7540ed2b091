package dev.tickgate.store;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Combines questions to a database into few statements. Questions that arrive while a statement
 * runs are sent together in the next one. So many clients that connect at once cause few
 * statements. Confined to one event loop.
 *
 * @param <K> the type of a question; equal questions that wait share one answer
 * @param <V> the type of its answer
 */
public final class GatheredQuestions<K, V> {
  private static final int TOGETHER = 1_000;

  private final Function<List<K>, Future<Map<K, V>>> answers;
  // The oldest first.
  private final Map<K, Promise<V>> waiting = new LinkedHashMap<>();
  private boolean asking;

  /**
   * @param answers answers each of up to 1,000 questions by one statement
   */
  public GatheredQuestions(Function<List<K>, Future<Map<K, V>>> answers) {
    this.answers = answers;
  }

  public Future<V> ask(K question) {
    Promise<V> answer = waiting.computeIfAbsent(question, first -> Promise.promise());
    next();
    return answer.future();
  }

  private void next() {
    if (asking || waiting.isEmpty()) {
      return;
    }
    asking = true;
    List<K> questions = waiting.keySet().stream().limit(TOGETHER).toList();
    Map<K, Promise<V>> asked = new LinkedHashMap<>();
    questions.forEach(question -> asked.put(question, waiting.remove(question)));
    answers.apply(questions).onComplete(answer -> answered(asked, answer));
  }

  private void answered(Map<K, Promise<V>> asked, AsyncResult<Map<K, V>> answer) {
    asking = false;
    asked.forEach(
        (question, promise) -> {
          if (answer.succeeded()) {
            promise.complete(answer.result().get(question));
          } else {
            promise.fail(answer.cause());
          }
        });
    next();
  }
}
