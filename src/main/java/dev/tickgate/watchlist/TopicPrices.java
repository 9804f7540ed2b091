package dev.tickgate.watchlist;

import dev.tickgate.bus.Bus;
import dev.tickgate.protocol.QuoteMessage;
import dev.tickgate.replica.TopicReader;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest quotes of the topics that items name. It reads a topic while a viewed list needs it.
 * Confined to the leader's event loop.
 */
final class TopicPrices {
  private static final Logger LOG = LoggerFactory.getLogger(TopicPrices.class);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final long PATIENCE_MS = 500;
  // The number of topics that one leadership logs, at most: the table of companies may name any
  // number of topics.
  private static final int MOST_REPORTED = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final TopicRoutes routes;
  private final String name;
  private final IntConsumer unserved;
  private final Consumer<Topic> changed;
  private final Set<Topic> reported = new HashSet<>();
  private final Map<Topic, TopicReader> readers = new HashMap<>();
  private final Map<Topic, QuoteMessage> newest = new HashMap<>();

  /**
   * @param name the name of this leader in the cluster
   * @param unserved receives the number of wanted topics that no feed serves
   * @param changed receives the topic of each new quote
   */
  TopicPrices(
      Vertx vertx,
      Bus bus,
      TopicRoutes routes,
      String name,
      IntConsumer unserved,
      Consumer<Topic> changed) {
    this.vertx = vertx;
    this.bus = bus;
    this.routes = routes;
    this.name = name;
    this.unserved = unserved;
    this.changed = changed;
  }

  /**
   * Reads those of the topics that a feed serves, and stops reading all others.
   *
   * @return completes when the newest quote of each new topic has been read, or after a time-out
   */
  Future<Void> want(Set<Topic> topics) {
    for (Topic topic : List.copyOf(readers.keySet())) {
      if (!topics.contains(topic)) {
        newest.remove(topic);
        readers.remove(topic).stop();
      }
    }
    Map<Boolean, List<Topic>> byService =
        topics.stream().collect(Collectors.partitioningBy(topic -> routes.of(topic).isPresent()));
    report(byService.get(false));
    List<Future<Void>> begun =
        byService.get(true).stream()
            .filter(topic -> !readers.containsKey(topic))
            .map(this::read)
            .toList();
    return Future.join(begun)
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void report(List<Topic> without) {
    unserved.accept(without.size());
    without.stream()
        .filter(topic -> reported.size() < MOST_REPORTED && reported.add(topic))
        .forEach(
            topic ->
                LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue(
                        "hint", "no feed has this topic of a company: its price is unknown")
                    .log("watchlists.topic_unserved"));
  }

  private Future<Void> read(Topic topic) {
    // Each reader reports its demand under a name of its own.
    TopicReader reader =
        new TopicReader(vertx, bus, routes, topic, name + "/" + topic, this::received);
    readers.put(topic, reader);
    return reader.startWithNewest();
  }

  private void received(Publication publication) {
    Topic topic = publication.topic();
    if (readers.containsKey(topic)) {
      QuoteMessage.read(publication.json())
          .ifPresent(
              quote -> {
                newest.put(topic, quote);
                changed.accept(topic);
              });
    }
  }

  /** The prices of the topic's newest quote; unknown before the first quote. */
  Price of(Topic topic, Price stored) {
    return Optional.ofNullable(newest.get(topic))
        .map(
            quote ->
                stored.quoted(quote.bid(), quote.ask(), quote.bid().add(quote.ask()).divide(TWO)))
        .orElse(
            new Price(
                Optional.empty(), Optional.empty(), Optional.empty(), stored.previousClose()));
  }

  /** Stops reading all topics. */
  Future<Void> stop() {
    List<Future<Void>> stopped = readers.values().stream().map(TopicReader::stop).toList();
    readers.clear();
    newest.clear();
    unserved.accept(0);
    return Future.join(stopped).mapEmpty();
  }
}
