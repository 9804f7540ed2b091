package dev.tickgate.event;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Pages of missed events, encoded once for clients that come back together with the same id.
 * Bounded; confined to the hub's event loop.
 */
final class ReplayedPages {
  private static final int MOST = 16;

  private final Map<Key, Page> pages =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Page> eldest) {
          return size() > MOST;
        }
      };

  /**
   * All that decides what the page looks like.
   *
   * @param chunked whether each event is a chunk of an HTTP/1.1 body
   * @param before the id of the client before the page
   * @param first the position of the first event of the page, and of the last
   */
  record Key(boolean chunked, String before, Topic topic, Position first, Position last) {}

  /**
   * @param after what a client has of the channel behind the page
   */
  record Page(List<byte[]> frames, List<Run> runs, ChannelPosition after) {}

  /** Events of one type that leave together. */
  record Run(String type, int events) {}

  Page of(Key key, Supplier<Page> encode) {
    return pages.computeIfAbsent(key, absent -> encode.get());
  }
}
