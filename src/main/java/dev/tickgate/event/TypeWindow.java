package dev.tickgate.event;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of one type that wait for a common batch. Confined to the hub's event loop.
 *
 * <pre>
 *   QUIET ──event, sent at once──▶ OPEN ──window over, no event waits──▶ QUIET
 *                                  │  ▲
 *                                  └──┘ window over: waiting events are sent; also at the limits
 * </pre>
 */
final class TypeWindow {
  /** The number of events in a batch, at most. */
  static final int MOST_EVENTS = 500;

  // A batch of this size is sent early, which bounds the waiting events of a type and the size of
  // one write.
  private static final int MOST_BYTES = 128 << 10;

  private List<Event> waiting = new ArrayList<>();
  private int bytes;

  /**
   * Adds an event to the waiting ones.
   *
   * @return whether the waiting events must be sent now
   */
  boolean add(Event event) {
    waiting.add(event);
    bytes += event.body().length;
    return waiting.size() == MOST_EVENTS || bytes >= MOST_BYTES;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The waiting events, in their order. */
  List<Event> waiting() {
    return waiting;
  }

  List<Event> take() {
    List<Event> taken = waiting;
    waiting = new ArrayList<>();
    bytes = 0;
    return taken;
  }
}
