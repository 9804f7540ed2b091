package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The newest publication of each topic of a feed in memory. Confined to the poller's event loop.
 */
final class NewestPublications implements Entries {
  private final LongSupplier nanos;
  // The topics with the oldest publications come first.
  private final Map<Topic, Kept> topics = new LinkedHashMap<>();

  NewestPublications(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Kept(Publication publication, long since) {}

  void add(Publication publication) {
    topics.remove(publication.topic());
    topics.put(publication.topic(), new Kept(publication, nanos.getAsLong()));
  }

  Optional<Publication> of(Topic topic) {
    return Optional.ofNullable(topics.get(topic)).map(Kept::publication);
  }

  /**
   * Removes the topics without a publication for that time.
   *
   * @return whether it removed any
   */
  boolean forget(Duration idle) {
    long before = nanos.getAsLong() - idle.toNanos();
    boolean forgotten = false;
    for (Iterator<Kept> kept = topics.values().iterator(); kept.hasNext(); forgotten = true) {
      if (kept.next().since - before > 0) {
        break;
      }
      kept.remove();
    }
    return forgotten;
  }

  @Override
  public Future<Optional<Position>> head(Topic topic) {
    return Future.succeededFuture(of(topic).map(Publication::position));
  }

  @Override
  public Future<List<Publication>> page(Topic topic, long after, Position head, int limit) {
    return Future.succeededFuture(
        of(topic).filter(one -> limit > 0 && one.position().offset() > after).stream().toList());
  }

  @Override
  public Future<Long> oldest(Topic topic) {
    return Future.succeededFuture(
        of(topic).map(one -> one.position().offset()).orElse(Long.MAX_VALUE));
  }
}
