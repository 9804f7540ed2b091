package dev.tickgate.hub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The way into a hub from another thread: what gathers while its loop is busy is handled in one
 * turn, with one flush per connection. Not bounded by itself; who posts looks at {@link #backlog()}
 * and holds back.
 */
public final class Mailbox {
  // Then the loop reads its sockets: clients must not starve behind a burst.
  private static final int PER_TURN = 1024;

  private final Hub hub;
  private final Executor loop;
  private final FailureLog failures;
  // Written by any thread, read by the hub's.
  private final Queue<Consumer<Hub>> letters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger backlog = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * @param loop runs what it is given on the hub's event loop
   */
  public Mailbox(Hub hub, Executor loop) {
    this.hub = hub;
    this.loop = loop;
    this.failures = new FailureLog("hub.task_failed", hub::nanos);
  }

  /** Has the hub's event loop do it, after what was posted before. */
  public void post(Consumer<Hub> letter) {
    letters.add(letter);
    backlog.incrementAndGet();
    schedule();
  }

  /** How many letters wait. */
  public int backlog() {
    return backlog.get();
  }

  private void open() {
    // Before reading: a letter that comes while we read schedules the next turn.
    scheduled.set(false);
    try {
      for (int i = 0; i < PER_TURN; i++) {
        Consumer<Hub> letter = letters.poll();
        if (letter == null) {
          return;
        }
        backlog.decrementAndGet();
        handle(letter);
      }
      schedule();
    } finally {
      hub.flush();
    }
  }

  // One that fails is not the others' failure: they come from other topics.
  private void handle(Consumer<Hub> letter) {
    try {
      letter.accept(hub);
    } catch (RuntimeException failure) {
      failures.log(failure);
    }
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      loop.execute(this::open);
    }
  }
}
