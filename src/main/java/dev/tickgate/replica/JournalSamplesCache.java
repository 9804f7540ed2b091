package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.SamplesRequest;
import dev.tickgate.stream.Sample;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Asks pollers for prices that are older than the memory of this node; requests for the same prices
 * share an answer. One per node; any event loop may call.
 */
public final class JournalSamplesCache {
  private static final Duration ANSWER = Duration.ofSeconds(9);

  private final Bus bus;
  private final SharedAnswers<SamplesRequest, List<Sample>> answers;

  public JournalSamplesCache(Vertx vertx, Bus bus, InstantSource clock) {
    this.bus = bus;
    this.answers = new SharedAnswers<>(vertx, clock);
  }

  /**
   * @param until an answer to a question of that time or later is complete
   * @return completes on the caller's event loop; fails if no poller answers
   */
  public Future<List<Sample>> ask(SamplesRequest request, Instant until) {
    return answers.ask(request, until, () -> bus.journalQueries().samples(request, ANSWER));
  }
}
