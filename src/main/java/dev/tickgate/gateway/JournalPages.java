package dev.tickgate.gateway;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.hub.Archive;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this node's memory has forgotten, asked of the leader in pages that begin at fixed offsets:
 * thousands of clients that come back together, each with a position of its own, want the same few
 * pages, and each page is asked for once. Confined to one event loop.
 */
public final class JournalPages implements Archive {
  private static final int PAGE = 256;
  private static final int REMEMBERED = 64;
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Bus bus;
  private final Map<Key, Future<Page>> pages =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Future<Page>> eldest) {
          return size() > REMEMBERED;
        }
      };

  public JournalPages(Bus bus) {
    this.bus = bus;
  }

  private record Key(Topic topic, Position before) {}

  @Override
  public Future<Page> after(Topic topic, Position position, int limit) {
    Position before = new Position(position.epoch(), position.offset() / PAGE * PAGE);
    return page(new Key(topic, before))
        .compose(
            page ->
                follows(before, page)
                    ? Future.succeededFuture(behind(position, page, limit))
                    // It begins before what the journal still has; the position may not.
                    : ask(topic, position, limit));
  }

  private static boolean follows(Position before, Page page) {
    return page.publications().isEmpty()
        ? page.head().equals(before)
        : page.publications().get(0).position().equals(before.next());
  }

  private Future<Page> page(Key key) {
    Future<Page> known = pages.get(key);
    if (known != null) {
      return known;
    }
    Future<Page> asked = ask(key.topic(), key.before(), PAGE);
    pages.put(key, asked);
    // A page that is not full yet grows, and one that failed may be had later.
    asked.onComplete(
        page -> {
          if (page.failed() || page.result().publications().size() < PAGE) {
            pages.remove(key, asked);
          }
        });
    return asked;
  }

  private Future<Page> ask(Topic topic, Position position, int limit) {
    return bus.sync(new SyncRequest(topic, Optional.of(position), limit), ANSWER)
        .map(
            reply -> new Page(reply.head(), reply.state() == FeedState.LIVE, reply.publications()));
  }

  private static Page behind(Position position, Page page, int limit) {
    List<Publication> publications =
        page.publications().stream()
            .filter(publication -> publication.position().offset() > position.offset())
            .limit(limit)
            .toList();
    return new Page(page.head(), page.certain(), publications);
  }
}
