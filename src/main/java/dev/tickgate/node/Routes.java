package dev.tickgate.node;

import dev.tickgate.candle.CandleSettings;
import dev.tickgate.config.Config;
import dev.tickgate.config.TopicRule;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.feed.Feed;
import dev.tickgate.room.RoomSettings;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Partition;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.stream.TopicRoutes.Route;
import dev.tickgate.watchlist.WatchlistSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The routes of topics to feeds, by the configuration. */
final class Routes {
  // An operator, a room or a user displays some hundred events at once.
  private static final int EVENT_HISTORY = 1_000;
  // An exchange has many topics, and frames of any size.
  private static final int EXCHANGE_HISTORY = 1_000;

  // After a short interruption a client gets the candles that have closed; the others are in the
  // database.
  private static final int CANDLE_HISTORY = 100;

  private final Config config;
  private final List<Feed> feeds;
  private final Map<TopicFilter, List<Route>> routes = new LinkedHashMap<>();

  private Routes(Config config, List<Feed> feeds) {
    this.config = config;
    this.feeds = feeds;
  }

  static TopicRoutes of(Config config, List<Feed> feeds) {
    Routes routes = new Routes(config, feeds);
    feeds.forEach(routes::add);
    if (config.events()) {
      Config.EVENT_TOPICS.forEach(routes::addEvents);
      // Each gateway keeps a topic that has a route of its own: a client resumes from its position.
      config.realtime().channels().stream()
          .map(channel -> new TopicFilter(channel.topic().name()))
          .forEach(routes::addEvents);
    }
    config.rooms().ifPresent(rooms -> routes.addUsers(rooms.offline()));
    config.exchanges().forEach(routes::add);
    config.watchlists().ifPresent(routes::add);
    config.candles().ifPresent(candles -> routes.addCandles());
    config.topics().forEach(routes::add);
    return new TopicRoutes(routes.routes.values().stream().flatMap(List::stream).toList());
  }

  /** Returns how long the feed of events keeps publications: the longest retention of all rules. */
  static Duration eventRetention(Config config) {
    return Stream.concat(
            Stream.concat(
                Stream.of(config.journalRetention()),
                config.rooms().stream().map(rooms -> rooms.offline().retention())),
            config.topics().stream().flatMap(rule -> rule.retention().stream()))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private void add(Feed feed) {
    TopicFilter topics = feed.symbols().topics();
    add(topics, feed.name(), ticks(topics), false);
  }

  private void add(ExchangeSettings exchange) {
    add(exchange, exchange.quotes(), exchange.quotes());
    add(exchange, exchange.frames(), exchange.frames());
  }

  /** Adds the route of all or some topics of an exchange. */
  private void add(ExchangeSettings exchange, TopicFilter all, TopicFilter topics) {
    Delivery delivery = all.equals(exchange.quotes()) ? Delivery.LATEST : Delivery.EVERY;
    int most = Math.min(EXCHANGE_HISTORY, config.historySize());
    TopicPolicy policy =
        new TopicPolicy(delivery, history(topics).orElse(most), config.journalRetention());
    put(new Route(topics, Partition.WHOLE, exchange.feed(), policy, false, true));
  }

  private void add(WatchlistSettings watchlists) {
    TopicFilter topics = WatchlistSettings.TOPICS;
    // Each message replaces the messages before it.
    TopicPolicy policy =
        new TopicPolicy(Delivery.LATEST, history(topics).orElse(1), config.journalRetention());
    routes.put(
        topics,
        watchlists.parts().stream()
            .map(part -> new Route(topics, part, WatchlistSettings.feed(part), policy, false, true))
            .toList());
  }

  private void addCandles() {
    TopicFilter topics = CandleSettings.TOPICS;
    TopicPolicy policy =
        new TopicPolicy(
            Delivery.LATEST, history(topics).orElse(CANDLE_HISTORY), config.journalRetention());
    routes.put(
        topics,
        List.of(new Route(topics, Partition.WHOLE, CandleSettings.FEED, policy, false, true)));
  }

  /** Adds the route of the events of users, which the journal keeps for absent users. */
  private void addUsers(RoomSettings.Offline offline) {
    TopicFilter topics = RoomSettings.USERS;
    TopicPolicy policy =
        new TopicPolicy(
            Delivery.EVERY, history(topics).orElse(offline.most()), offline.retention(), true);
    put(new Route(topics, Config.EVENTS_FEED, policy, true));
  }

  /** Adds the route where the rule is for topics of an exchange; returns whether it is. */
  private boolean addToExchange(TopicRule rule) {
    for (ExchangeSettings exchange : config.exchanges()) {
      for (TopicFilter all : List.of(exchange.quotes(), exchange.frames())) {
        if (all.covers(rule.topics())) {
          add(exchange, all, rule.topics());
          return true;
        }
      }
    }
    return false;
  }

  private void addEvents(TopicFilter topics) {
    add(topics, Config.EVENTS_FEED, events(topics), true);
  }

  private void add(TopicRule rule) {
    boolean isOfWatchlists =
        config.watchlists().isPresent() && WatchlistSettings.TOPICS.overlaps(rule.topics());
    boolean isOfCandles =
        config.candles().isPresent() && CandleSettings.TOPICS.overlaps(rule.topics());
    if (isOfWatchlists || isOfCandles || addToExchange(rule)) {
      return;
    }
    Optional<Feed> table =
        feeds.stream()
            .filter(feed -> feed.symbols().topics().covers(rule.topics()))
            .max(Comparator.comparingInt(feed -> feed.symbols().topics().text().length()));
    if (table.isPresent()) {
      add(rule.topics(), table.get().name(), ticks(rule.topics()), false);
    } else if (feeds.stream().noneMatch(feed -> rule.topics().covers(feed.symbols().topics()))
        && config.exchanges().stream().noneMatch(exchange -> exchange.overlaps(rule.topics()))) {
      addEvents(rule.topics());
    }
  }

  private void add(TopicFilter topics, String feed, TopicPolicy policy, boolean publishable) {
    put(new Route(topics, feed, policy, publishable));
  }

  private void put(Route route) {
    routes.put(route.topics(), List.of(route));
  }

  private TopicPolicy ticks(TopicFilter topics) {
    int history = history(topics).orElse(config.historySize());
    return new TopicPolicy(Delivery.LATEST, history, config.journalRetention());
  }

  private OptionalInt history(TopicFilter topics) {
    return rule(topics).map(TopicRule::history).orElse(OptionalInt.empty());
  }

  private TopicPolicy events(TopicFilter topics) {
    Optional<TopicRule> rule = rule(topics);
    return new TopicPolicy(
        rule.flatMap(TopicRule::delivery).orElse(Delivery.EVERY),
        history(topics).orElse(Math.min(EVENT_HISTORY, config.historySize())),
        rule.flatMap(TopicRule::retention).orElse(config.journalRetention()),
        config.rooms().isPresent() && RoomSettings.ROOMS.covers(topics));
  }

  /** Returns the most precise rule that covers all of these topics. */
  private Optional<TopicRule> rule(TopicFilter topics) {
    return config.topics().stream()
        .filter(rule -> rule.topics().covers(topics))
        .max(Comparator.comparingInt(rule -> rule.topics().text().length()));
  }
}
