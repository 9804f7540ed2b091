package dev.tickgate.replica;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A bounded cache of answers of other nodes: equal questions at about the same time share an
 * answer. Any event loop may call; the state is confined to an event loop of its own.
 */
final class SharedAnswers<K, V> {
  private static final int REMEMBERED = 64;

  private final InstantSource clock;
  private final Context own;
  private final Map<K, Question<V>> questions =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Question<V>> eldest) {
          return size() > REMEMBERED;
        }
      };

  SharedAnswers(Vertx vertx, InstantSource clock) {
    this.clock = clock;
    this.own = vertx.getOrCreateContext();
  }

  private record Question<V>(Instant at, Future<V> answer) {}

  /**
   * @param since an answer to a question of that time or later is recent enough
   * @param ask called on this object's event loop
   * @return completes on the caller's event loop
   */
  Future<V> ask(K key, Instant since, Supplier<Future<V>> ask) {
    Context caller = Vertx.currentContext();
    Promise<V> promise = Promise.promise();
    own.runOnContext(
        on ->
            find(key, since, ask)
                .onComplete(
                    (answer, failure) ->
                        caller.runOnContext(back -> promise.complete(answer, failure))));
    return promise.future();
  }

  private Future<V> find(K key, Instant since, Supplier<Future<V>> ask) {
    Question<V> known = questions.get(key);
    if (known != null && !known.answer.failed() && !known.at.isBefore(since)) {
      return known.answer;
    }
    Question<V> question = new Question<>(clock.instant(), ask.get());
    questions.put(key, question);
    return question.answer;
  }
}
