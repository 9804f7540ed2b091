package dev.tickgate.stream;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The feed and the policy of each topic; the same on every node of a cluster. Of several routes
 * that match a topic, the most precise one decides. Immutable.
 */
public final class TopicRoutes {
  private final List<Route> routes;

  public TopicRoutes(List<Route> routes) {
    this.routes =
        routes.stream()
            .sorted(Comparator.comparingInt((Route route) -> route.topics.precision()).reversed())
            .toList();
  }

  /**
   * The topics of a filter, or a part of them, and their feed.
   *
   * @param publishable whether clients and services may publish to them, where access rules allow
   * @param onDemand whether they are published only while the cluster has a subscriber
   */
  public record Route(
      TopicFilter topics,
      Partition partition,
      String feed,
      TopicPolicy policy,
      boolean publishable,
      boolean onDemand) {
    /** Creates a route of topics that are published with and without subscribers. */
    public Route(TopicFilter topics, String feed, TopicPolicy policy, boolean publishable) {
      this(topics, Partition.WHOLE, feed, policy, publishable, false);
    }

    private boolean has(Topic topic) {
      return topics.matches(topic) && partition.has(topic);
    }
  }

  /** The route of a topic; empty where no feed serves it. */
  public Optional<Route> of(Topic topic) {
    return routes.stream().filter(route -> route.has(topic)).findFirst();
  }

  public List<Route> all() {
    return routes;
  }

  /** Whether the leader of a feed needs reports of the topics with subscribers. */
  public boolean isOnDemand(String feed) {
    return routes.stream().anyMatch(route -> route.feed.equals(feed) && route.onDemand);
  }

  /** The feeds, each once. */
  public List<String> feeds() {
    return routes.stream().map(Route::feed).distinct().toList();
  }
}
