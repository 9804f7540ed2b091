package dev.tickgate.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Threads that run the same work until they are stopped, each with random numbers of its own. */
final class WorkerThreads {
  private final Duration pause;
  private final List<Thread> threads = new ArrayList<>();
  // Written by the run, read by the threads.
  private volatile boolean stopped;

  /**
   * @param pause the mean time between two rounds of the work
   */
  WorkerThreads(Duration pause) {
    this.pause = pause;
  }

  void start(String name, int count, Random random, Consumer<Random> work) {
    for (int i = 0; i < count; i++) {
      Random own = new Random(random.nextLong());
      Thread thread = new Thread(() -> work.accept(own), name + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  boolean isStopped() {
    return stopped;
  }

  /** Pauses the thread of the work. */
  void pause(Random random) {
    LockSupport.parkNanos((long) (pause.toNanos() * 2 * random.nextDouble()));
  }

  /** Ends the work after the round that runs. */
  void stop() {
    stopped = true;
  }

  /** Returns when no thread works. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  void interrupt() {
    threads.forEach(Thread::interrupt);
  }
}
