package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.FakeLeader;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseEndpointTest {
  private final StringBuffer received = new StringBuffer();
  // Of its own: one test stops the gateway's.
  @Fixture private final Vertx browser = Vertx.vertx();

  @Fixture private GatewayFixture gateway = new GatewayFixture(2, 100, Duration.ofSeconds(30));

  private HttpClient client;

  @BeforeEach
  void start() {
    client = browser.createHttpClient();
    GatewayFixture.await(gateway.leader.serve());
    for (int i = 0; i < 5; i++) {
      gateway.leader.publish();
    }
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  @Test
  void theNewestComesAtOnceThenEachOneWithItsPositionAsId() {
    HttpClientResponse response = open("/sse?topic=ticks.USD_JPY", null);
    await().until(() -> ids().equals(List.of("7.5")));
    gateway.leader.publish();

    await().until(() -> ids().equals(List.of("7.5", "7.6")));
    assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
    assertThat(received).contains("\ndata: {\"type\":\"ticker\",\"symbol\":\"USD_JPY\"");
  }

  @Test
  void whoComesBackGetsWhatWasMissed() {
    open("/sse?topic=ticks.USD_JPY", "7.2");
    gateway.leader.publish();

    await().until(() -> ids().equals(List.of("7.3", "7.4", "7.5", "7.6")));
    assertThat(received).contains("\"recovered\":true,\"replayed\":3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sse?", "/sse?topic=ticks.EUR_USD&"})
  void anEnvelopeNamesTheTopicOfEachPublication(String path) {
    open(path + "topic=ticks.USD_JPY&envelope=true", null);
    await().until(() -> ids().size() == 1);
    gateway.leader.publish();

    await().until(() -> ids().size() == 2);
    assertThat(received)
        .contains(
            "\ndata: {\"type\":\"publication\",\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":5,"
                + "\"data\":{\"type\":\"ticker\"")
        .contains("\"epoch\":7,\"offset\":6,\"data\":{\"type\":\"ticker\"");
  }

  @Test
  void aNodeThatStopsSaysWhenToComeBack() {
    open("/sse?topic=ticks.USD_JPY", null);
    await().until(() -> ids().equals(List.of("7.5")));

    gateway.close();

    await().until(() -> received.indexOf("event: close") > 0);
    assertThat(received).containsPattern("retry: \\d+\nevent: close\ndata: \\{\"code\":1001,");
  }

  @ParameterizedTest
  @CsvSource({
    "/sse, , 400, MISSING_TOPIC",
    "/sse?topic=, , 400, MISSING_TOPIC",
    "/sse?topic=user.7, , 403, ACCESS_DENIED",
    "/sse?topic=ticks.USD_JPY&topic=a%20b, , 400, INVALID_TOPIC",
    "/sse?topic=ticks.USD_JPY&envelope=1, , 400, INVALID_ENVELOPE",
    "/sse?topic=ticks.USD_JPY, yesterday, 400, INVALID_POSITION",
    "/sse?topic=ticks.USD_JPY&lastEventId=1, , 400, INVALID_POSITION",
  })
  void whatIsWrongIsSaidWithItsCode(String path, String id, int status, String code) {
    HttpClientResponse response = open(path, id);

    await().until(() -> received.indexOf("}") > 0);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(received).contains("\"code\":\"" + code + "\"");
  }

  /** A browser keeps the last id only: cut off before the first publication it has a position. */
  @Test
  void anIdHasThePositionsOfTopicsWithoutPublications() {
    ofEvents();
    open("/sse?topic=events.a&topic=events.b", null);
    await()
        .until(
            () ->
                ids().stream()
                    .anyMatch(id -> id.contains("events.a=9.0") && id.contains("events.b=9.0")));
    assertThat(received).doesNotContain("data:");

    Publication first =
        Publication.at(new Topic("events.a"), new Position(9, 1), "{\"type\":\"x\"}");
    gateway.bus.publish(GatewayFixture.EVENTS, new FeedBatch(1, 0, 9, 0, 1, List.of(first)));

    await().until(() -> received.indexOf("data:") > 0);
    assertThat(ids().get(ids().size() - 1)).contains("events.a=9.1", "events.b=9.0");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"1.0", "9.0"})
  void aClientOfATopicWithoutPublicationsGetsItsPosition(String id) {
    ofEvents();
    open("/sse?topic=events.a", id);

    await().until(() -> ids().equals(List.of("9.0")));
    assertThat(received.indexOf("\"type\":\"subscribed\"") > 0).isEqualTo(id != null);
  }

  /** The journal of a quiet topic may have been trimmed when a gateway starts. */
  @ParameterizedTest
  @CsvSource({
    "/sse?topic=events.a, , 9.5",
    "/sse?topic=events.a, 8.2, 9.5",
    "/sse?topic=events.a&topic=events.b, , events.a=9.5",
    "/sse?topic=events.a&topic=events.b, events.a=8.2, events.a=9.5",
  })
  void aTopicWhosePublicationsAreTrimmedHasAPosition(String path, String id, String position) {
    gateway.close();
    gateway = GatewayFixture.publishing();
    fill(new Position(9, 5));

    open(path, id);

    await().until(() -> !ids().isEmpty() && ids().get(ids().size() - 1).contains(position));
    assertThat(received.indexOf("\"recovered\":false") > 0).isEqualTo(id != null);
  }

  @Test
  void aTopicThatStartsAnewWithoutPublicationsHasAPosition() {
    gateway.close();
    gateway = GatewayFixture.publishing();
    fill(new Position(8, 2));
    open("/sse?topic=events.a", null);
    await().until(() -> ids().equals(List.of("8.2")));

    fill(new Position(9, 5));

    await().until(() -> ids().equals(List.of("8.2", "9.5")));
    assertThat(received).contains("\"recovered\":false");
  }

  /** A client that comes back with the position of the former epoch could not resume. */
  @ParameterizedTest
  @CsvSource({
    "/sse?topic=events.a, , 8.0, 9.0",
    "/sse?topic=events.a, 8.0, 8.0, 9.0",
    "/sse?topic=events.a&topic=events.b, , events.a=8.0, events.a=9.0",
  })
  void aTopicThatGoesOnInAnotherEpochWithoutPublicationsHasAPosition(
      String path, String id, String before, String after) {
    gateway.close();
    gateway = GatewayFixture.publishing();
    fill(new Position(8, 0));
    open(path, id);
    await().until(() -> ids().contains(before));

    gateway.hubs.post(hub -> hub.beginEpoch(new Topic("events.a"), new Position(9, 0)));

    await().until(() -> ids().contains(after));
    assertThat(received.indexOf("\"type\":\"subscribed\"") > 0).isEqualTo(id != null);
    open(path, after);
    await().until(() -> received.indexOf("\"epoch\":9,\"offset\":0,\"recovered\":true") > 0);
    assertThat(received).doesNotContain("\"recovered\":false");
  }

  private void fill(Position head) {
    gateway.hubs.post(
        hub -> {
          hub.fill(new Topic("events.a"), head, List.of());
          hub.flush();
        });
  }

  @Test
  void aClientWhosePublicationsFollowKeepsItsPositionUntilTheyAreThere() {
    open("/sse?topic=ticks.USD_JPY", "7.2");

    await().until(() -> ids().size() == 3);
    assertThat(ids()).containsExactly("7.3", "7.4", "7.5");
  }

  @Test
  void aTopicThatTheIdDoesNotHaveIsSaidToBeNew() {
    ofEvents();
    open("/sse?topic=events.a&topic=events.b", "events.a=9.0");

    await().until(() -> received.indexOf("\"topic\":\"events.b\"") > 0);
    assertThat(received)
        .containsPattern("\"topic\":\"events.a\"[^\n]*\"recovered\":true")
        .containsPattern("\"topic\":\"events.b\"[^\n]*\"recovered\":false");
  }

  /** A gateway of a feed to which nothing was published. */
  private void ofEvents() {
    gateway.close();
    gateway = GatewayFixture.publishing();
    FakeLeader leader = new FakeLeader(gateway.bus, new Topic(GatewayFixture.EVENTS), 9);
    GatewayFixture.await(leader.serve());
  }

  @Test
  void aTopicWhosePublicationsAreAllDeliveredHasNoRate() {
    gateway.close();
    gateway = GatewayFixture.deliveringEach();

    HttpClientResponse response = open("/sse?topic=ticks.USD_JPY&maxRate=5", null);

    await().until(() -> received.indexOf("}") > 0);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(received).contains("\"code\":\"RATE_NOT_SUPPORTED\"");
  }

  private List<String> ids() {
    return Arrays.stream(received.toString().split("\n"))
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring("id: ".length()))
        .toList();
  }

  private HttpClientResponse open(String path, String lastEventId) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(gateway.port())
            .setURI(path);
    if (lastEventId != null) {
      options.putHeader("Last-Event-ID", lastEventId);
    }
    return GatewayFixture.await(
        client
            .request(options)
            // On the loop of the connection: elsewhere the body could come before the handler.
            .compose(
                request ->
                    request
                        .send()
                        .map(response -> response.handler(bytes -> received.append(bytes)))));
  }
}
