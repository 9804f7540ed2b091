package dev.tickgate.event;

import dev.tickgate.hub.Scheduler;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batches the events of one channel by type, and tracks which events have been sent. All clients of
 * an event loop share it. Confined to the loop.
 */
final class ChannelBatches {
  private final long window;
  private final Scheduler scheduler;
  private final Release release;
  // Has only the types whose window is open.
  private final Map<String, TypeWindow> windows = new LinkedHashMap<>();
  // By type, the offset of the last event that has been sent. An entry may be removed once all
  // events of the channel up to it have been sent.
  private final Map<String, Long> left = new HashMap<>();
  private Position head;

  /** Sends events of one type, in their order. */
  @FunctionalInterface
  interface Release {
    void send(String type, List<Event> events);
  }

  /**
   * @param window milliseconds; 0 for no batches
   */
  ChannelBatches(long window, Position head, Scheduler scheduler, Release release) {
    this.window = window;
    this.head = head;
    this.scheduler = scheduler;
    this.release = release;
  }

  void published(Publication publication) {
    head = publication.position();
    Event event = Event.of(publication);
    TypeWindow open = windows.get(event.type());
    if (open != null) {
      if (open.add(event)) {
        send(event.type(), open.take());
      }
      return;
    }
    if (window > 0) {
      TypeWindow opened = new TypeWindow();
      windows.put(event.type(), opened);
      scheduler.in(window, () -> windowIsOver(event.type(), opened));
    }
    send(event.type(), List.of(event));
  }

  private void windowIsOver(String type, TypeWindow window) {
    if (windows.get(type) != window) {
      return;
    }
    if (window.isEmpty()) {
      windows.remove(type);
      long all = position().all().offset();
      left.values().removeIf(offset -> offset <= all);
    } else {
      scheduler.in(this.window, () -> windowIsOver(type, window));
      send(type, window.take());
    }
  }

  private void send(String type, List<Event> events) {
    if (window > 0) {
      left.put(type, events.get(events.size() - 1).offset());
    }
    release.send(type, events);
  }

  /** Sends all waiting events, and continues after that position. */
  void restart(Position position) {
    flush();
    head = position;
  }

  /** Sends all waiting events, and closes all windows. */
  void flush() {
    windows.forEach(
        (type, window) -> {
          if (!window.isEmpty()) {
            send(type, window.take());
          }
        });
    windows.clear();
    left.clear();
  }

  /** Drops the waiting events, because no client is subscribed to the channel any more. */
  void drop() {
    windows.clear();
    left.clear();
  }

  /** The position of the events that have been sent. */
  ChannelPosition position() {
    return position(ChannelPosition.at(new Position(head.epoch(), 0)));
  }

  /** The position of a client that has received the sent events, and also has others. */
  ChannelPosition position(ChannelPosition others) {
    long before = Long.MAX_VALUE;
    for (Map.Entry<String, TypeWindow> type : windows.entrySet()) {
      for (Event event : type.getValue().waiting()) {
        if (!others.has(type.getKey(), event.offset())) {
          before = Math.min(before, event.offset());
          break;
        }
      }
    }
    Position all = before == Long.MAX_VALUE ? head : new Position(head.epoch(), before - 1);
    Map<String, Long> ahead = new HashMap<>(others.ahead());
    left.forEach((type, offset) -> ahead.merge(type, offset, Math::max));
    return new ChannelPosition(all, ahead).reached(all);
  }

  /** Whether the sent events include all others that a client has. */
  boolean covers(ChannelPosition others) {
    return position().equals(position(others));
  }
}
