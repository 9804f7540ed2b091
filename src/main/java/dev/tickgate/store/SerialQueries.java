package dev.tickgate.store;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Runs one query after the other, so that requests of clients never take more than one connection
 * from the other work of a node. Confined to one event loop.
 */
public final class SerialQueries {
  private static final int MOST_WAITING = 64;

  private Future<?> last = Future.succeededFuture();
  private int waiting;

  /**
   * Runs a query when those before it have ended.
   *
   * @return failed at once where too many wait
   */
  public <T> Future<T> run(Supplier<Future<T>> query) {
    if (waiting >= MOST_WAITING) {
      return Future.failedFuture("too many queries wait");
    }
    waiting++;
    Future<T> answer = last.transform(done -> query.get()).onComplete(answered -> waiting--);
    last = answer;
    return answer;
  }
}
