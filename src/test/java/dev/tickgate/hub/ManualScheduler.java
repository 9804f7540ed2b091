package dev.tickgate.hub;

import java.util.PriorityQueue;

/** A clock that a test moves. */
final class ManualScheduler {
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private long now;
  private long added;

  private record Due(long at, long number, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  void add(long millis, Runnable task) {
    due.add(new Due(now + millis, added++, task));
  }

  void pass(long millis) {
    long until = now + millis;
    while (!due.isEmpty() && due.peek().at <= until) {
      Due next = due.poll();
      now = next.at;
      next.task.run();
    }
    now = until;
  }

  /** The same, with a turn of the hub's loop each second. */
  void passTurning(Hub hub, long millis) {
    for (long left = millis; left > 0; left -= 1_000) {
      pass(Math.min(left, 1_000));
      hub.loopTime();
    }
  }

  long nanos() {
    return now * 1_000_000;
  }

  int waiting() {
    return due.size();
  }
}
