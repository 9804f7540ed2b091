package dev.tickgate.node;

import dev.tickgate.bus.Bus;
import dev.tickgate.cluster.Cluster;
import dev.tickgate.config.Config;
import dev.tickgate.feed.Feed;
import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.Owner;
import dev.tickgate.ops.FeedMeters;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.PublishMeters;
import dev.tickgate.ops.RelayMeters;
import dev.tickgate.publish.Publisher;
import dev.tickgate.relay.Relays;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicRoutes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The relays of a node. */
record RelayParts(Config config, List<Feed> feeds, Cluster cluster, Bus bus, Meters meters) {
  List<LeaderVerticle> create(Coordination coordination, Owner owner) {
    Relays relays =
        new Relays(
            coordination,
            FeedSettings.DEFAULT,
            bus,
            owner,
            publisher(),
            feed -> new FeedMeters(meters, feed),
            new RelayMeters(meters)::of,
            InstantSource.system(),
            System::nanoTime,
            () -> UUID.randomUUID().toString());
    List<LeaderVerticle> verticles = new ArrayList<>();
    config
        .relays()
        .kafka()
        .ifPresent(kafka -> verticles.add(relays.kafka(kafka, journals(kafka.out()))));
    config
        .relays()
        .redis()
        .ifPresent(redis -> verticles.add(relays.redis(redis, journals(redis.out()))));
    return verticles;
  }

  private Publisher publisher() {
    return new Publisher(
        cluster.vertx(),
        bus,
        Routes.of(config, feeds),
        PublishingRules.of(config),
        new PublishMeters(meters),
        System::nanoTime,
        () -> UUID.randomUUID().toString());
  }

  /** The feeds with a journal that may have publications of these topics. */
  private List<String> journals(List<TopicFilter> topics) {
    return Routes.of(config, feeds).all().stream()
        .filter(route -> topics.stream().anyMatch(route.topics()::overlaps))
        .map(TopicRoutes.Route::feed)
        .filter(this::hasJournal)
        .distinct()
        .toList();
  }

  private boolean hasJournal(String feed) {
    return config.exchanges().stream().noneMatch(exchange -> exchange.feed().equals(feed));
  }
}
