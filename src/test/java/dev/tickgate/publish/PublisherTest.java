package dev.tickgate.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Grantee;
import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.access.TopicPattern;
import dev.tickgate.bus.Bus;
import dev.tickgate.bus.Payload;
import dev.tickgate.bus.PublishReply;
import dev.tickgate.bus.PublishRequest;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final Topic TOPIC = new Topic("events.orders");
  private static final TopicRoutes ROUTES =
      new TopicRoutes(
          List.of(
              new TopicRoutes.Route(
                  new TopicFilter("events.*"),
                  "events",
                  new TopicPolicy(Delivery.EVERY, 100, Duration.ofHours(1)),
                  true)));
  private static final AccessPolicy OPEN =
      AccessPolicy.of(
          new AccessPolicy.Rule(
              new TopicPattern("events.*"), new Grantee.Anybody(), new Grantee.Anybody()));

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger keys = new AtomicInteger();
  private final List<PublishRequest> asked = new CopyOnWriteArrayList<>();
  private long step;
  private final Publisher publisher =
      new Publisher(
          vertx,
          bus,
          ROUTES,
          (topic, payload) ->
              payload.text().contains("wrong") ? new Payload.Unfit("It is wrong.") : payload,
          PublishMetrics.NONE,
          () -> nanos.addAndGet(step),
          () -> "made-" + keys.incrementAndGet());

  @Test
  void aLeaderThatFailsIsAskedAgainWithTheSameKey() {
    lead(
        request ->
            asked.size() < 3
                ? Future.failedFuture("leads no more")
                : Future.succeededFuture(positions(1)));

    assertThat(GatewayFixture.await(publish("seven", Optional.empty(), "{\"a\":1}")))
        .containsExactly(new Position(9, 1));
    assertThat(asked).hasSize(3);
    assertThat(asked).extracting(PublishRequest::key).containsOnly("5:seven:made-1");
  }

  @Test
  void withoutALeaderItGivesUpAfterTenSeconds() {
    step = Duration.ofSeconds(3).toNanos();

    assertThat(refusal(publish("seven", Optional.of("k"), "{\"a\":1}")))
        .isEqualTo(ErrorCode.NO_LEADER);
    assertThat(nanos.get()).isBetween(10_000_000_000L, 15_000_000_000L);
  }

  @Test
  void keysOfAnySubjectFitTheIndexOfTheJournalAndDiffer() {
    lead(request -> Future.succeededFuture(positions(1)));
    List<String> subjects =
        List.of("", "1", "1:1", "\u0000", "\u0001", "é", "x".repeat(100_000), "x".repeat(100_001));

    for (String subject : subjects) {
      GatewayFixture.await(publish(subject, Optional.of("k"), "{\"a\":1}"));
    }

    assertThat(asked).extracting(PublishRequest::key).doesNotHaveDuplicates();
    assertThat(asked)
        .extracting(PublishRequest::key)
        .allSatisfy(key -> assertThat(key).matches("[!-~]{1,420}"));
  }

  @Test
  void whatTheRulesOfTheTopicRefuseReachesNoLeader() {
    lead(request -> Future.succeededFuture(positions(1)));
    GatewayFixture.await(vertx.deployVerticle(new ServicePublishing(bus, publisher)));
    JsonObject ofService =
        new JsonObject()
            .put("topic", TOPIC.name())
            .put("payload", new JsonObject().put("a", "wrong"));

    assertThat(refusal(publish("", Optional.of("k"), "{\"a\":\"wrong\"}")))
        .isEqualTo(ErrorCode.INVALID_EVENT);
    assertThatThrownBy(() -> send(ofService).await())
        .hasMessageContaining("INVALID_EVENT")
        .hasMessageContaining("It is wrong.");
    assertThat(asked).isEmpty();
  }

  @Test
  void aRefusalSaysWhichPayloadOfABatchIsWrongAndWhy() {
    String good = "{\"a\":1}";

    assertThat(sentence("{}")).endsWith("publish. It has no field.");
    assertThat(sentence(good, "{\"a\":1,\"a\":2}", good))
        .endsWith("Payload 2 of 3: An object in it has two fields of one name.");
    assertThat(sentence(good, "{\"a\":\"wrong\"}")).endsWith("Payload 2 of 2: It is wrong.");
    assertThat(sentence()).endsWith("The array is empty.");
  }

  private String sentence(String... payloads) {
    Future<?> refused = publisher.publish(TOPIC, Optional.empty(), List.of(payloads));
    return ((PublishRefusal) refused.cause()).sentence();
  }

  @Test
  void noClientSharesItsKeysWithServicesOfTheCluster() {
    lead(request -> Future.succeededFuture(positions(1)));
    GatewayFixture.await(vertx.deployVerticle(new ServicePublishing(bus, publisher)));

    send(new JsonObject()
            .put("topic", TOPIC.name())
            .put("key", "k")
            .put("payload", new JsonObject().put("a", 1)))
        .await();
    for (String subject : List.of("*", "", "service", "1:*")) {
      GatewayFixture.await(publish(subject, Optional.of("k"), "{\"a\":1}"));
    }

    assertThat(asked).hasSize(5);
    assertThat(asked).extracting(PublishRequest::key).doesNotHaveDuplicates();
  }

  @Test
  void recordsAreKnownByTheirOwnKeysWhateverIsBesideThem() {
    lead(request -> Future.succeededFuture(positions(request.bodies().size())));
    String a = "{\"a\":1}";

    GatewayFixture.await(publisher.publishEach(TOPIC, List.of("k/1", "k/2"), List.of(a, a)));
    GatewayFixture.await(publisher.publishEach(TOPIC, List.of("k/2"), List.of(a)));

    assertThat(asked.get(0).keyOf(1)).isEqualTo(asked.get(1).keyOf(0));
    assertThat(asked.get(0).keyOf(0)).isNotEqualTo(asked.get(0).keyOf(1));
    assertThat(refusal(publisher.publishEach(TOPIC, List.of("a b"), List.of(a))))
        .isEqualTo(ErrorCode.INVALID_KEY);
  }

  @Test
  void requestsThatWaitAreBoundedAlsoSmallOnes() {
    Promise<PublishReply> never = Promise.promise();
    lead(request -> never.future());
    List<String> batch = new ArrayList<>();
    for (int i = 0; i < Publisher.MOST_PAYLOADS; i++) {
      batch.add("{\"a\":1}");
    }

    for (int i = 0; i < 650; i++) {
      publisher.publish(TOPIC, Optional.empty(), batch);
    }

    assertThat(refusal(publisher.publish(TOPIC, Optional.empty(), batch)))
        .isEqualTo(ErrorCode.RATE_LIMITED);
  }

  @Test
  void batchesAreBoundedInPayloadsAndInCharacters() {
    lead(request -> Future.succeededFuture(positions(request.bodies().size())));
    String small = "{\"a\":1}";
    String large = "{\"a\":\"" + "x".repeat(60_000) + "\"}";

    assertThat(GatewayFixture.await(batch(100, small))).hasSize(100);
    assertThat(GatewayFixture.await(batch(17, large))).hasSize(17);
    assertThat(refusal(batch(101, small))).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(refusal(batch(18, large))).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(refusal(batch(0, small))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
  }

  @Test
  void keysAreVisibleAscii() {
    lead(request -> Future.succeededFuture(positions(1)));

    for (String key : List.of("", " ", "a b", "é", "\n", "x".repeat(201))) {
      assertThat(refusal(publish("seven", Optional.of(key), "{\"a\":1}")))
          .isEqualTo(ErrorCode.INVALID_KEY);
    }
    GatewayFixture.await(publish("seven", Optional.of("x".repeat(200)), "{\"a\":1}"));
    assertThat(asked).hasSize(1);
  }

  @Test
  void aServiceOfTheClusterPublishesByTheBus() {
    lead(
        request ->
            Future.succeededFuture(
                request.key().endsWith("other")
                    ? new PublishReply.KeyOfAnotherTopic()
                    : positions(request.bodies().size())));
    GatewayFixture.await(vertx.deployVerticle(new ServicePublishing(bus, publisher)));
    JsonObject payload = new JsonObject().put("a", 1);
    JsonObject message = new JsonObject().put("topic", TOPIC.name());

    assertThat(GatewayFixture.await(send(message.copy().put("payload", payload))))
        .isEqualTo(message.copy().put("epoch", 9).put("offset", 1));
    assertThat(
            GatewayFixture.await(
                send(message.copy().put("payloads", new JsonArray().add(payload).add(payload)))))
        .isEqualTo(
            message
                .copy()
                .put(
                    "publications",
                    new JsonArray()
                        .add(new JsonObject().put("epoch", 9).put("offset", 1))
                        .add(new JsonObject().put("epoch", 9).put("offset", 2))));
    assertThat(failure(message.copy().put("payload", 7))).startsWith("INVALID_PAYLOAD");
    assertThat(failure(message.copy())).startsWith("INVALID_PAYLOAD");
    assertThat(
            failure(
                message
                    .copy()
                    .put("payload", payload)
                    .put("payloads", new JsonArray().add(payload))))
        .startsWith("INVALID_PAYLOAD")
        .endsWith("The request has payload and payloads.");
    assertThat(failure("text")).startsWith("INVALID_TOPIC");
    assertThat(failure(message.copy().put("topic", "ticks.X").put("payload", payload)))
        .startsWith("UNKNOWN_TOPIC");
    assertThat(failure(message.copy().put("key", 7).put("payload", payload)))
        .startsWith("INVALID_KEY");
    assertThat(failure(message.copy().put("key", "other").put("payload", payload)))
        .startsWith("KEY_REUSED");
  }

  private void lead(Function<PublishRequest, Future<PublishReply>> answer) {
    GatewayFixture.await(
        bus.publishing()
            .serveNodes(
                "events",
                request -> {
                  asked.add(request);
                  return answer.apply(request);
                }));
  }

  private Future<List<Position>> publish(String subject, Optional<String> key, String payload) {
    Principal principal = new Principal(subject, Map.of(), Credential.NONE);
    return publisher.publish(OPEN, principal, TOPIC, key, List.of(payload));
  }

  private Future<List<Position>> batch(int size, String payload) {
    List<String> payloads = Collections.nCopies(size, payload);
    return publisher.publish(TOPIC, Optional.empty(), payloads);
  }

  private Future<Object> send(Object message) {
    return vertx.eventBus().request("tickgate.publish", message).map(reply -> reply.body());
  }

  private String failure(Object message) {
    return GatewayFixture.await(
        send(message)
            .map(Object::toString)
            .recover(failure -> Future.succeededFuture(((ReplyException) failure).getMessage())));
  }

  private static ErrorCode refusal(Future<List<Position>> publishing) {
    return GatewayFixture.await(
        publishing.transform(
            done -> Future.succeededFuture(((PublishRefusal) done.cause()).code())));
  }

  private static PublishReply positions(int count) {
    List<Position> positions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      positions.add(new Position(9, i));
    }
    return new PublishReply.Published(positions);
  }
}
