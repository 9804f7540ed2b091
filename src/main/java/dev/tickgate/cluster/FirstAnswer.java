package dev.tickgate.cluster;

import io.vertx.core.Completable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the first of several answers to a caller. Thread-safe. */
final class FirstAnswer<T> implements Completable<T> {
  private static final Logger LOG = LoggerFactory.getLogger(FirstAnswer.class);

  private final Completable<T> caller;
  private final AtomicBoolean answered = new AtomicBoolean();

  FirstAnswer(Completable<T> caller) {
    this.caller = caller;
  }

  @Override
  public void complete(T result, Throwable failure) {
    gives(result, failure);
  }

  /** Passes the answer to the caller if it is the first one; returns whether it is. */
  boolean gives(T result, Throwable failure) {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    try {
      caller.complete(result, failure);
    } catch (RejectedExecutionException ended) {
      // A process that stops ends its event loops, and with them the caller that waits for this
      // answer.
      LOG.atDebug().setCause(ended).log("cluster.answer_unheard");
    }
    return true;
  }
}
