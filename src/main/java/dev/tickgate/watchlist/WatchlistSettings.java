package dev.tickgate.watchlist;

import dev.tickgate.stream.Partition;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The settings of watchlists.
 *
 * @param interval the time between two messages of a list
 * @param mode whether a changed price is also sent between them
 * @param maxRate the number of messages of a list per second in live mode, at most
 * @param partitions the number of feeds among which the lists are divided by their ids
 * @param existing the schema of existing tables; where it is empty, the server creates its own
 *     tables
 */
public record WatchlistSettings(
    Duration interval, Mode mode, int maxRate, int partitions, Optional<String> existing) {
  /** The name of the feed of all lists. The names of the feeds of partitions begin with it. */
  public static final String FEED = "watchlists";

  /** The topics of lists: {@code watchlist.<id>}. */
  public static final TopicFilter TOPICS = new TopicFilter("watchlist.*");

  private static final String PREFIX = "watchlist.";
  static final String OWN = "watchlist";

  /** When the prices of a list are sent. */
  public enum Mode {
    /** At the interval. */
    INTERVAL,
    /** At the interval, and when the price of a topic has changed. */
    LIVE
  }

  /** The partitions, one for each feed. */
  public List<Partition> parts() {
    return IntStream.range(0, partitions)
        .mapToObj(number -> new Partition(number, partitions))
        .toList();
  }

  /** The name of a partition's feed: {@code watchlists}, or {@code watchlists.2} of several. */
  public static String feed(Partition partition) {
    return partition.count() == 1 ? FEED : FEED + "." + partition.number();
  }

  /** The schema of the tables. */
  String schema() {
    return existing.orElse(OWN);
  }

  /** The topic of a list. */
  static Topic topic(long id) {
    return new Topic(PREFIX + id);
  }

  /** The list of a topic; empty where the topic does not belong to a list. */
  static Optional<Long> list(Topic topic) {
    return topic.name().startsWith(PREFIX)
        ? WatchlistId.parse(topic.name().substring(PREFIX.length()))
        : Optional.empty();
  }
}
