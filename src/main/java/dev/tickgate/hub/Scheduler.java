package dev.tickgate.hub;

/** Runs tasks later, on the hub's event loop. */
@FunctionalInterface
public interface Scheduler {
  /**
   * @param millis at least 1
   */
  void in(long millis, Runnable task);
}
