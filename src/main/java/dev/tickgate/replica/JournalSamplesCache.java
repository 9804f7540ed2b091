package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.SamplesRequest;
import dev.tickgate.stream.Sample;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prices that this node's memory has forgotten, asked of a poller: pages that are loaded within the
 * same minute share one question. One a node; any event loop may ask, its state is confined to one
 * of its own.
 */
public final class JournalSamplesCache {
  private static final int REMEMBERED = 64;
  private static final Duration ANSWER = Duration.ofSeconds(9);

  private final Bus bus;
  private final InstantSource clock;
  private final Context own;
  private final Map<SamplesRequest, Question> questions =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SamplesRequest, Question> eldest) {
          return size() > REMEMBERED;
        }
      };

  public JournalSamplesCache(Vertx vertx, Bus bus, InstantSource clock) {
    this.bus = bus;
    this.clock = clock;
    this.own = vertx.getOrCreateContext();
  }

  private record Question(Instant at, Future<List<Sample>> answer) {}

  /**
   * @param until an answer of that time or later has all that is wanted
   * @return completes on the caller's event loop; failed where no poller answers
   */
  public Future<List<Sample>> ask(SamplesRequest request, Instant until) {
    Context caller = Vertx.currentContext();
    Promise<List<Sample>> answer = Promise.promise();
    own.runOnContext(
        on ->
            find(request, until)
                .onComplete(
                    (samples, failure) ->
                        caller.runOnContext(back -> answer.complete(samples, failure))));
    return answer.future();
  }

  private Future<List<Sample>> find(SamplesRequest request, Instant until) {
    Question known = questions.get(request);
    if (known != null && !known.answer.failed() && !known.at.isBefore(until)) {
      return known.answer;
    }
    Question question = new Question(clock.instant(), bus.samples(request, ANSWER));
    questions.put(request, question);
    return question.answer;
  }
}
