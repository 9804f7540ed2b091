package dev.tickgate.relay;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.Payload;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.bus.PublishReply;
import dev.tickgate.bus.PublishRequest;
import dev.tickgate.publish.PublishMetrics;
import dev.tickgate.publish.Publisher;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pub/Sub of a real Redis, with a publisher that has a fault. */
class RedisPubSubIT {
  private static final TopicRoutes ROUTES =
      new TopicRoutes(
          List.of(
              new TopicRoutes.Route(
                  new TopicFilter("events.*"),
                  "events",
                  new TopicPolicy(Delivery.EVERY, 100, Duration.ofHours(1)),
                  true)));

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final RedisFixture redis = new RedisFixture(vertx);
  private final Bus bus = new Bus(vertx);
  private final List<String> published = new CopyOnWriteArrayList<>();
  private final RelayReport report =
      new RelayReport("redis", "pubsub", RelayMetrics.NONE, InstantSource.system());
  // The test writes it, an event loop reads it.
  private volatile boolean isFaulty = true;

  private Payload check(Topic topic, Payload.Valid payload) {
    if (isFaulty) {
      throw new IllegalStateException("a fault of the rules");
    }
    return payload;
  }

  private RedisPubSub pubSub() {
    PayloadRules rules = this::check;
    Publisher publisher =
        new Publisher(
            vertx, bus, ROUTES, rules, PublishMetrics.NONE, System::nanoTime, this::unique);
    RelaySettings.Redis settings =
        new RelaySettings.Redis(
            redis.url(), Optional.empty(), "tickgate", "shop:*", List.of(), List.of(), "", 1);
    return new RedisPubSub(
        vertx, settings, new InboundPublisher(vertx, publisher, report), report, this::unique);
  }

  private String unique() {
    return UUID.randomUUID().toString();
  }

  private Future<PublishReply> commit(PublishRequest request) {
    published.addAll(request.bodies());
    int count = published.size();
    return Future.succeededFuture(
        new PublishReply.Published(
            LongStream.rangeClosed(count - request.bodies().size() + 1, count)
                .mapToObj(offset -> new Position(9, offset))
                .toList()));
  }

  private void awaitState(String state) {
    await().until(() -> report.json().getString("state").equals(state));
  }

  @Test
  void messagesThatWaitWhileThePublisherFailsArePublishedAfterTheNextConnection() {
    await(bus.publishing().serveNodes("events", this::commit));
    RedisPubSub pubSub = pubSub();
    vertx.runOnContext(now -> pubSub.start());
    awaitState("running");

    redis.run(
        Command.EVAL,
        "for i = 1, 3 do redis.call('PUBLISH', 'shop:orders', '{\"n\":' .. i .. '}') end",
        "0");
    awaitState("failing");
    assertThat(report.json().getString("reason")).contains("a fault of the rules");
    isFaulty = false;

    await().until(() -> published.size() == 3);
    assertThat(published).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    await().until(() -> Integer.valueOf(0).equals(behind()));
    awaitState("running");
    await(pubSub.stop());
  }

  private Integer behind() {
    return report.json().getInteger("behind");
  }
}
