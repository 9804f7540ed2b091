package dev.tickgate.node;

import dev.tickgate.config.Config;
import dev.tickgate.feed.Feed;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.stream.TopicRoutes.Route;
import java.util.ArrayList;
import java.util.List;

/** Which feed serves which topics, by the configuration. */
final class Routes {
  /** The built-in feed of what applications publish. */
  static final String EVENTS = "events";

  private static final List<String> EVENT_TOPICS = List.of("events.*", "room.*", "user.*");
  // An operator, a room or a user sees some hundred events at once.
  private static final int EVENT_HISTORY = 1_000;

  private Routes() {}

  static TopicRoutes of(Config config, List<Feed> feeds) {
    List<Route> routes = new ArrayList<>();
    TopicPolicy ticks =
        new TopicPolicy(Delivery.LATEST, config.historySize(), config.journalRetention());
    feeds.forEach(
        feed -> routes.add(new Route(feed.symbols().topics(), feed.name(), ticks, false)));
    TopicPolicy events =
        new TopicPolicy(
            Delivery.EVERY,
            Math.min(EVENT_HISTORY, config.historySize()),
            config.journalRetention());
    EVENT_TOPICS.forEach(
        topics -> routes.add(new Route(new TopicFilter(topics), EVENTS, events, true)));
    return new TopicRoutes(routes);
  }
}
