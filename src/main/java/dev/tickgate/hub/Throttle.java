package dev.tickgate.hub;

import dev.tickgate.stream.Publication;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a group hear of its topic no more often than it wants to: at once after a pause, and then
 * the newest when the time has come, with the number of those before it. The last one always
 * arrives. One alarm a group, and none while nothing is published. Confined to the hub's event
 * loop.
 *
 * <pre>
 *   OPEN ──published──▶ CLOSED ──the interval is over──▶ OPEN, or the newest goes and it stays CLOSED
 * </pre>
 */
final class Throttle {
  private final long interval;
  private final Scheduler alarm;
  private final Release release;
  private boolean closed;
  // A restart begins another interval: the alarm of the one before is ignored.
  private long closings;
  // The newest that has to wait; null where none does.
  private Publication held;
  private long skipped;
  // Subscriptions that joined while a publication was held and have it, with their offsets.
  private Map<Subscription, Long> latecomers = new LinkedHashMap<>();

  /** Where it goes when its time has come. */
  @FunctionalInterface
  interface Release {
    /**
     * @param latecomers who is no member yet, with the offset that each has
     */
    void now(Publication newest, Map<Subscription, Long> latecomers);
  }

  /**
   * @param interval milliseconds
   */
  Throttle(long interval, Scheduler alarm, Release release) {
    this.interval = interval;
    this.alarm = alarm;
    this.release = release;
  }

  /**
   * @return whether it may go now; otherwise it waits, or what comes after it does
   */
  boolean admits(Publication publication) {
    if (!closed) {
      close();
      return true;
    }
    if (held != null) {
      skipped++;
    }
    held = publication;
    return false;
  }

  private void close() {
    closed = true;
    long mine = ++closings;
    alarm.in(
        interval,
        () -> {
          if (mine == closings) {
            intervalIsOver();
          }
        });
  }

  private void intervalIsOver() {
    closed = false;
    if (held == null) {
      return;
    }
    Publication newest = held.skipping(skipped);
    Map<Subscription, Long> late = latecomers;
    latecomers = new LinkedHashMap<>();
    forget();
    close();
    release.now(newest, late);
  }

  /**
   * @return whether it has to wait, because it knows already what the others will get next
   */
  boolean delays(Subscription subscription) {
    if (held == null) {
      return false;
    }
    latecomers.put(subscription, held.position().offset());
    return true;
  }

  void leave(Subscription subscription) {
    latecomers.remove(subscription);
  }

  List<Subscription> latecomers() {
    return List.copyOf(latecomers.keySet());
  }

  /**
   * Drops the held publication, because the topic starts anew.
   *
   * @param newest that all members get with that: the next one goes an interval later
   * @return the subscriptions that waited for it
   */
  List<Subscription> restart(Optional<Publication> newest) {
    List<Subscription> late = new ArrayList<>(latecomers.keySet());
    latecomers.clear();
    forget();
    newest.ifPresent(told -> close());
    return late;
  }

  private void forget() {
    held = null;
    skipped = 0;
  }
}
