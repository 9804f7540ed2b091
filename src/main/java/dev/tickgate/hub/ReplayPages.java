package dev.tickgate.hub;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last replayed pages. Clients that reconnect together after the same interruption share their
 * bytes. Confined to the hub's event loop.
 */
final class ReplayPages {
  private static final int REMEMBERED = 8;

  private final Map<Key, ReplayPage> pages =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ReplayPage> eldest) {
          boolean full = size() > REMEMBERED;
          if (full) {
            eldest.getValue().close();
          }
          return full;
        }
      };

  private record Key(Format format, Topic topic, Position first, Position last) {}

  /**
   * @param format a shared format
   */
  ReplayPage of(Format format, List<Publication> missed) {
    Publication first = missed.get(0);
    Position last = missed.get(missed.size() - 1).position();
    return pages.computeIfAbsent(
        new Key(format, first.topic(), first.position(), last),
        unknown -> ReplayPage.of(format, missed));
  }

  /** Releases all pages: another client with the same position may not come for a long time. */
  void forget() {
    pages.values().forEach(ReplayPage::close);
    pages.clear();
  }
}
