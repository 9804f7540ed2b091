package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.JournalQueries;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks pollers for the topics of feeds that discover them, and leaders for publications of topics
 * that this node does not keep. One per node; any event loop may call.
 */
public final class FeedTopics {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Bus bus;
  private final InstantSource clock;
  private final SharedAnswers<String, Optional<List<Topic>>> topics;
  private final SharedAnswers<SyncRequest, List<Publication>> newest;
  // By feed; written on the event loop of the answers, one entry for each feed of the
  // configuration.
  private final Map<String, List<Topic>> known = new ConcurrentHashMap<>();

  public FeedTopics(Vertx vertx, Bus bus, InstantSource clock) {
    this.bus = bus;
    this.clock = clock;
    this.topics = new SharedAnswers<>(vertx, clock);
    this.newest = new SharedAnswers<>(vertx, clock);
  }

  /**
   * Returns the topics of a feed, in the order of their names; without an answer of a poller, the
   * last known ones.
   *
   * @return never fails
   */
  public Future<List<Topic>> of(String feed) {
    return list(feed).map(found -> found.orElse(List.of()));
  }

  /** Whether the feed has published to the topic; also true if that is unknown. */
  public Future<Boolean> has(String feed, Topic topic) {
    return list(feed)
        .map(
            found ->
                found
                    .filter(topics -> topics.size() < JournalQueries.MOST_TOPICS)
                    .map(topics -> Collections.binarySearch(topics, topic) >= 0)
                    .orElse(true));
  }

  private Future<Optional<List<Topic>>> list(String feed) {
    return topics.ask(feed, clock.instant().minus(FRESH), () -> ask(feed));
  }

  private Future<Optional<List<Topic>>> ask(String feed) {
    return bus.journalQueries()
        .topics(feed, ANSWER)
        .onSuccess(found -> known.put(feed, found))
        .map(Optional::of)
        .otherwise(nobody -> Optional.ofNullable(known.get(feed)));
  }

  /** The newest publications of a topic, in order; fails if no leader answers. */
  public Future<List<Publication>> newest(String feed, Topic topic, int limit) {
    SyncRequest request = new SyncRequest(feed, topic, Optional.empty(), limit);
    return newest.ask(
        request,
        clock.instant().minus(FRESH),
        () -> bus.sync(request, ANSWER).map(SyncReply::publications));
  }
}
