package dev.tickgate.event;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of one type that wait to leave together. Confined to the hub's event loop.
 *
 * <pre>
 *   QUIET ──event, leaves at once──▶ OPEN ──window over, none waits──▶ QUIET
 *                                    │  ▲
 *                                    └──┘ window over, those that wait leave; also when they are many
 * </pre>
 */
final class TypeWindow {
  /** Events of one batch, at most. */
  static final int MOST_EVENTS = 500;

  // Then a batch leaves early: what waits of a type, and one write, are bounded.
  private static final int MOST_BYTES = 128 << 10;

  private List<Event> waiting = new ArrayList<>();
  private int bytes;

  /** Has the event wait; whether those that wait must leave now. */
  boolean add(Event event) {
    waiting.add(event);
    bytes += event.body().length;
    return waiting.size() == MOST_EVENTS || bytes >= MOST_BYTES;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The events that wait, in their order. */
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
