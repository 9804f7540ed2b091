package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.JournalQueries;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.hub.Hub;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks pollers for the topics of feeds that discover them, and leaders for publications of topics
 * that this node does not keep. One per node; any event loop may call.
 */
public final class FeedTopics {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Bus bus;
  private final Hubs hubs;
  private final InstantSource clock;
  private final SharedAnswers<String, Optional<List<Topic>>> topics;
  private final SharedAnswers<String, List<Topic>> served;
  private final SharedAnswers<SyncRequest, List<Publication>> newest;
  // By feed; written on the event loop of the answers, one entry for each feed of the
  // configuration.
  private final Map<String, List<Topic>> known = new ConcurrentHashMap<>();

  /**
   * @param complete whether a poller has answered; otherwise these are the topics that the node
   *     knows
   * @param topics in the order of their names
   */
  public record Listing(boolean complete, Collection<Topic> topics) {}

  /**
   * @param hubs the hubs of this node
   */
  public FeedTopics(Vertx vertx, Bus bus, Hubs hubs, InstantSource clock) {
    this.bus = bus;
    this.hubs = hubs;
    this.clock = clock;
    this.topics = new SharedAnswers<>(vertx, clock);
    this.served = new SharedAnswers<>(vertx, clock);
    this.newest = new SharedAnswers<>(vertx, clock);
  }

  /**
   * Returns the topics of a feed. Without an answer of a poller these are the topics of the last
   * answer, and those of which a hub of this node has publications.
   *
   * @param prefix the beginning of the feed's topics
   */
  public Future<Listing> of(String feed, String prefix) {
    return list(feed)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(new Listing(true, found.get()))
                    : served(prefix).map(topics -> new Listing(false, withKnown(feed, topics))));
  }

  private Collection<Topic> withKnown(String feed, List<Topic> topics) {
    TreeSet<Topic> all = new TreeSet<>(known.getOrDefault(feed, List.of()));
    all.addAll(topics);
    return all;
  }

  private Future<List<Topic>> served(String prefix) {
    return served.ask(
        prefix,
        clock.instant().minus(FRESH),
        () ->
            hubs.ask((place, hub) -> served(hub, prefix))
                .map(each -> each.stream().flatMap(List::stream).toList()));
  }

  // A client may subscribe to an invented name, which has no publication.
  private static List<Topic> served(Hub hub, String prefix) {
    return hub.topics(prefix, JournalQueries.MOST_TOPICS).keySet().stream()
        .takeWhile(name -> name.startsWith(prefix))
        .map(Topic::new)
        .filter(topic -> !hub.newest(topic, 1).isEmpty())
        .toList();
  }

  /** Whether the feed has published to the topic; also true if that is unknown. */
  public Future<Boolean> has(String feed, Topic topic) {
    return list(feed)
        .map(
            found ->
                found
                    .or(() -> Optional.ofNullable(known.get(feed)))
                    .filter(topics -> topics.size() < JournalQueries.MOST_TOPICS)
                    .map(topics -> Collections.binarySearch(topics, topic) >= 0)
                    .orElse(true));
  }

  /** Returns the answer of a poller; empty if none has answered. */
  private Future<Optional<List<Topic>>> list(String feed) {
    return topics.ask(feed, clock.instant().minus(FRESH), () -> ask(feed));
  }

  private Future<Optional<List<Topic>>> ask(String feed) {
    return bus.journalQueries()
        .topics(feed, ANSWER)
        .onSuccess(found -> known.put(feed, found))
        .map(Optional::of)
        .otherwise(Optional.empty());
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
