package dev.tickgate.replica;

import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * A question to a leader; one at a time is under way. A question can be given up, because a dead
 * leader does not answer before the time-out; then its answer is ignored. Confined to one event
 * loop.
 */
final class SingleQuestion {
  private long number;
  private boolean underWay;

  boolean isUnderWay() {
    return underWay;
  }

  /** Gives up the question: its answer will be ignored. */
  void giveUp() {
    underWay = false;
    number++;
  }

  /**
   * Waits for an answer.
   *
   * @param answered called with the answer
   * @param unanswered called if there is none
   */
  <T> void ask(Future<T> answer, Consumer<T> answered, Runnable unanswered) {
    underWay = true;
    long mine = ++number;
    answer.onComplete(
        done -> {
          if (mine != number) {
            return;
          }
          underWay = false;
          if (done.succeeded()) {
            answered.accept(done.result());
          } else {
            unanswered.run();
          }
        });
  }
}
