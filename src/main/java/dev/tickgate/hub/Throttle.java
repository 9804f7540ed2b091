package dev.tickgate.hub;

import dev.tickgate.stream.Publication;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits the rate of the publications to a group. After a pause a publication is sent at once. When
 * the interval ends, the newest one is sent, with the number of those that it replaced. The last
 * publication always arrives. A group has one scheduler, and none while nothing is published.
 * Confined to the hub's event loop.
 *
 * <pre>
 *   OPEN ──published──▶ CLOSED ──interval over, none held──▶ OPEN; else sends the held one, CLOSED
 * </pre>
 */
final class Throttle {
  private final long interval;
  private final Scheduler scheduler;
  private final Release release;
  private boolean closed;
  // A restart begins another interval; the scheduled task of the previous interval is ignored.
  private long closings;
  // The newest publication, which waits for the end of the interval; null where none waits.
  private Publication held;
  private long skipped;
  // Subscriptions that joined while a publication was held and have it already, with their offsets.
  private Map<Subscription, Long> latecomers = new LinkedHashMap<>();

  /** Receives the held publication when the interval has ended. */
  @FunctionalInterface
  interface Release {
    /**
     * @param latecomers subscriptions that are not members yet, each with the offset that it has
     */
    void now(Publication newest, Map<Subscription, Long> latecomers);
  }

  /**
   * @param interval the milliseconds between two publications
   */
  Throttle(long interval, Scheduler scheduler, Release release) {
    this.interval = interval;
    this.scheduler = scheduler;
    this.release = release;
  }

  /**
   * @return whether the publication may be sent now; otherwise it is held, until a newer one
   *     replaces it or the interval ends
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
    scheduler.in(
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
   * @return whether the subscription must wait, because it already has the held publication
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
   * Drops the held publication, because the topic starts again.
   *
   * @param newest the publication that all members get now; the next one is sent an interval later
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
