package dev.tickgate.hub;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Passes tasks from any thread to a hub. Tasks that arrive while the loop is busy run in one turn,
 * with one flush per connection. The queue is not bounded: callers check {@link #backlog()} and
 * stop posting.
 */
public final class Mailbox {
  // Then the loop reads its sockets: a burst of tasks must not starve the clients.
  private static final int PER_TURN = 1024;

  private final Hub hub;
  private final Executor loop;
  private final FailureLog failures;
  // Written by any thread, read by the hub's thread.
  private final Queue<Consumer<Hub>> letters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger backlog = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * @param loop runs tasks on the hub's event loop
   */
  public Mailbox(Hub hub, Executor loop) {
    this.hub = hub;
    this.loop = loop;
    this.failures = new FailureLog("hub.task_failed", hub::nanos);
  }

  /** Runs a task on the hub's event loop, after the tasks that were posted before. */
  public void post(Consumer<Hub> letter) {
    letters.add(letter);
    backlog.incrementAndGet();
    schedule();
  }

  /** The number of tasks that wait. */
  public int backlog() {
    return backlog.get();
  }

  private void open() {
    // Reset before reading: a task that is posted meanwhile schedules the next turn.
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

  // A task that fails must not stop the others, which belong to other topics.
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
