package dev.tickgate.replica;

import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * A question to a leader, of which one at a time is under way. Its answer counts unless it was
 * given up: a leader that has died answers nothing until the time is over. Confined to one event
 * loop.
 */
final class SingleQuestion {
  private long number;
  private boolean underWay;

  boolean isUnderWay() {
    return underWay;
  }

  /** Nobody waits for the answer any more. */
  void giveUp() {
    underWay = false;
    number++;
  }

  /**
   * Waits for an answer.
   *
   * @param answered called with it
   * @param unanswered called where there is none
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
