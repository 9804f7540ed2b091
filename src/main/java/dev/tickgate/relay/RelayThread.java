package dev.tickgate.relay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs blocking work on a thread of its own, and starts it again after a failure and a pause. The
 * event loop starts and stops the thread.
 */
final class RelayThread {
  // As long as a lease: by then a deposed process has learnt that it does not lead, and stops.
  private static final long PAUSE_MS = 3_000;

  /** Work that ends when its thread is interrupted, or fails. */
  interface Work {
    void run() throws Exception;
  }

  private final Work work;
  private final RelayReport report;
  private final Thread thread;
  // Counted down by the event loop, awaited by the thread.
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Promise<Void> ended = Promise.promise();

  RelayThread(String name, Work work, RelayReport report) {
    this.work = work;
    this.report = report;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /**
   * Waits until the time is over or the thread is stopped.
   *
   * @return whether the work continues
   */
  boolean pause(long millis) throws InterruptedException {
    return !stopping.await(millis, TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = attempt();
      }
    } finally {
      ended.complete();
    }
  }

  private boolean attempt() {
    try {
      work.run();
    } catch (Exception failure) {
      if (!isStopping()) {
        report.failing(reason(failure));
      }
    }
    try {
      return pause(PAUSE_MS);
    } catch (InterruptedException e) {
      return false; // only stop() interrupts
    }
  }

  /**
   * Returns the failure with its cause: clients of Kafka report many causes as "Failed to construct
   * kafka consumer". An {@link ExecutionException} has no message of its own.
   */
  static String reason(Throwable failure) {
    if (failure instanceof KafkaUnreachable) {
      return failure.getMessage();
    }
    Throwable cause = failure.getCause();
    if (failure instanceof ExecutionException && cause != null) {
      return reason(cause);
    }
    return cause == null ? String.valueOf(failure) : failure + ": " + cause;
  }

  Future<Void> stop() {
    stopping.countDown();
    thread.interrupt();
    return ended.future();
  }
}
