package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.client.PublishResult;
import dev.tickgate.client.PublishResult.Published;
import dev.tickgate.client.PublisherClient;
import dev.tickgate.client.PublisherCounts;
import dev.tickgate.client.PublisherSettings;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Publishing on two gateways of a cluster with two pollers, one of which is killed. */
class PublishIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int PUBLISHERS = 16;
  private static final int OF_LIBRARY = 600;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private static ClusterFixture cluster;
  private static Member poller;
  private static Member one;
  private static Member two;

  @BeforeAll
  static void start() {
    database.run(
        "create table ticker_usd_jpy (time timestamptz primary key, bid numeric, ask numeric)");
    cluster = new ClusterFixture(database.url());
    poller = cluster.poller();
    one = cluster.publishingGateway();
    two = cluster.publishingGateway();
    one.awaitReady();
    two.awaitReady();
  }

  @Test
  void aPublicationIsHeardOnEveryNodeAndItsKeyIsAnsweredAgainEverywhere() {
    try (WsClient client = subscribe(two, "events.shipments")) {
      JsonObject first =
          publish(one, "events.shipments", "{\"n\":1.10,\"big\":12345678901234567890}", "a");
      JsonObject again = publish(two, "events.shipments", "{\"n\":2}", "a");
      JsonObject next = publish(two, "events.shipments", "{\"n\":3}", "b");

      assertThat(first.getString("topic")).isEqualTo("events.shipments");
      assertThat(again).isEqualTo(first);
      assertThat(next.getLong("offset")).isEqualTo(first.getLong("offset") + 1);
      await().atMost(LIMIT).until(() -> published(client).size() >= 2);
      assertThat(published(client)).hasSize(2);
      assertThat(published(client).get(0)).startsWith("{\"n\":1.10,\"big\":12345678901234567890,");
    }
  }

  @Test
  void aBatchIsPublishedWhole() {
    HttpResponse<String> answer =
        new Http(one.port()).post("/api/publish/room.1", "[{\"a\":1},{\"a\":2},{\"a\":3}]");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()).getJsonArray("publications")).hasSize(3);
    assertThat(new Http(one.port()).post("/api/publish/room.1", "[{\"a\":4},7]").statusCode())
        .isEqualTo(400);
    assertThat(publish(one, "room.1", "{\"a\":5}", "x").getLong("offset")).isEqualTo(4);
  }

  @Test
  void aBodyIsTakenWhateverItsTypeIsSaidToBe() {
    String body = "{\"a\":\"" + "x".repeat(20_000) + "\"}";

    HttpResponse<String> answer =
        new Http(one.port())
            .post(
                "/api/publish/room.form",
                body,
                "Content-Type",
                "application/x-www-form-urlencoded");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void eachMistakeHasItsCode() {
    assertThat(refused("events.x", "[1", "k")).isEqualTo("400 INVALID_PAYLOAD");
    assertThat(refused("events.x", "{\"epoch\":1}", "k")).isEqualTo("400 INVALID_PAYLOAD");
    assertThat(refused("events.x", "{\"a\":\"" + "x".repeat(70_000) + "\"}", "k"))
        .isEqualTo("413 PAYLOAD_TOO_LARGE");
    assertThat(refused("events.x", "{\"a\":1}", "a key")).isEqualTo("400 INVALID_KEY");
    assertThat(refused("ticks.USD_JPY", "{\"a\":1}", "k")).isEqualTo("404 UNKNOWN_TOPIC");
    assertThat(refused("secret.x", "{\"a\":1}", "k")).isEqualTo("401 UNAUTHORIZED");
    publish(one, "events.x", "{\"a\":1}", "used");
    assertThat(refused("events.y", "{\"a\":1}", "used")).isEqualTo("409 KEY_REUSED");
  }

  @Test
  void aSocketPublishesAndHearsItsAnswerById() {
    try (WsClient client = subscribe(one, "events.socket")) {
      client.send(
          "{\"type\":\"publish\",\"topic\":\"events.socket\",\"payload\":{\"p\":0.10},\"id\":7}");
      client.send("{\"type\":\"publish\",\"topic\":\"events.socket\",\"id\":\"8\"}");

      await().atMost(LIMIT).until(() -> client.messages("error").size() == 1);
      await().atMost(LIMIT).until(() -> published(client).size() == 1);
      JsonObject answer = client.messages("published").get(0);
      assertThat(answer.getInteger("id")).isEqualTo(7);
      assertThat(answer.getLong("offset")).isEqualTo(1);
      assertThat(client.messages("error").get(0).getString("code")).isEqualTo("INVALID_PAYLOAD");
      assertThat(client.messages("error").get(0).getString("id")).isEqualTo("8");
      assertThat(published(client).get(0)).startsWith("{\"p\":0.10,");
    }
  }

  @Test
  void publishersWithKeysLoseAndRepeatNothingWhenTheLeaderIsKilled() throws Exception {
    Member second = cluster.poller();
    second.awaitReady();
    ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS + 1);
    try (WsClient client = subscribe(two, "events.kill");
        WsClient ofLibrary = subscribe(one, "events.library");
        PublisherClient library = new PublisherClient(settings())) {
      List<CompletableFuture<List<Long>>> all = new ArrayList<>();
      CompletableFuture<List<PublishResult>> results =
          CompletableFuture.supplyAsync(() -> publishByLibrary(library), publishers);
      for (int i = 0; i < PUBLISHERS; i++) {
        int publisher = i;
        all.add(CompletableFuture.supplyAsync(() -> publishMany(publisher), publishers));
      }
      await().atMost(LIMIT).until(() -> published(client).size() > 100);
      await().atMost(LIMIT).until(() -> library.counts().published() > 100);
      poller.process().kill();
      List<Long> offsets = new ArrayList<>();
      for (CompletableFuture<List<Long>> one : all) {
        offsets.addAll(one.get());
      }

      long total = PUBLISHERS * 60L;
      assertThat(offsets.stream().sorted())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, total).boxed().toList());
      await().atMost(LIMIT).until(() -> published(client).size() >= total);
      assertThat(client.messages().stream().filter(message -> message.containsKey("by")))
          .extracting(message -> message.getLong("offset"))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, total).boxed().toList());
      assertThat(results.get()).hasOnlyElementsOfType(Published.class);
      await().atMost(LIMIT).until(() -> published(ofLibrary).size() >= OF_LIBRARY);
      assertThat(ofLibrary.messages().stream().filter(message -> message.containsKey("i")))
          .hasSize(OF_LIBRARY)
          .extracting(message -> message.getInteger("i"))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, OF_LIBRARY).boxed().toList());
      assertThat(library.counts())
          .isEqualTo(new PublisherCounts(OF_LIBRARY, 0, 0, library.counts().repeated(), 0));
    } finally {
      publishers.shutdownNow();
    }
  }

  /** A gateway that is not there, and both that are. */
  private static PublisherSettings settings() {
    return PublisherSettings.of(
        "http://127.0.0.1:1", "http://127.0.0.1:" + one.port(), "http://127.0.0.1:" + two.port());
  }

  /** Single payloads and batches, several of them in flight, each with a key of its own. */
  private static List<PublishResult> publishByLibrary(PublisherClient client) {
    List<PublishResult> results = new ArrayList<>();
    for (int i = 0; i < OF_LIBRARY; i += 6) {
      List<CompletableFuture<PublishResult>> inFlight =
          List.of(
              client.publish("events.library", "{\"i\":" + i + "}"),
              client.publish("events.library", "{\"i\":" + (i + 1) + "}"),
              client.publishAll(
                  "events.library",
                  IntStream.range(i + 2, i + 6).mapToObj(n -> "{\"i\":" + n + "}").toList()));
      inFlight.forEach(result -> results.add(result.join()));
    }
    return results;
  }

  /** Each publication twice, on either node: both answers are the same. */
  private static List<Long> publishMany(int publisher) {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String key = publisher + "-" + i;
      String body = "{\"by\":%d,\"i\":%d}".formatted(publisher, i);
      JsonObject first = publish(i % 2 == 0 ? one : two, "events.kill", body, key);
      JsonObject again = publish(i % 2 == 0 ? two : one, "events.kill", body, key);
      assertThat(again).isEqualTo(first);
      offsets.add(first.getLong("offset"));
    }
    return offsets;
  }

  private static WsClient subscribe(Member node, String topic) {
    WsClient client = new WsClient(vertx, node.port(), "/ws");
    client.send("{\"type\":\"subscribe\",\"topic\":\"" + topic + "\"}");
    await().atMost(LIMIT).until(() -> !client.messages("subscribed").isEmpty());
    return client;
  }

  private static List<String> published(WsClient client) {
    return client.texts().stream()
        .filter(text -> text.contains("\"offset\":") && !text.contains("\"type\":"))
        .toList();
  }

  private static JsonObject publish(Member node, String topic, String body, String key) {
    HttpResponse<String> answer =
        new Http(node.port()).post("/api/publish/" + topic, body, "Idempotency-Key", key);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private static String refused(String topic, String body, String key) {
    HttpResponse<String> answer =
        new Http(one.port()).post("/api/publish/" + topic, body, "Idempotency-Key", key);
    return answer.statusCode() + " " + new JsonObject(answer.body()).getString("code");
  }
}
