package dev.tickgate.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsEndpointTest {
  private static final Topic ORDERS = new Topic("events.orders");
  private static final EventSettings SETTINGS =
      new EventSettings(
          true,
          List.of(
              new Channel("orders", List.of("ORDER_RECEIVED"), false),
              new Channel("pricing", List.of("PRICE_CHANGE"), false),
              new Channel("secret", List.of("SECRET"), false)),
          Duration.ofMillis(100),
          Duration.ofSeconds(1));

  private static final EventSchemas SCHEMAS =
      new EventSchemas(SETTINGS.channels(), InstantSource.system());

  // Of its own: one test stops the gateway's.
  private final Vertx browser = Vertx.vertx();
  private final RecordedConnections connections = new RecordedConnections();
  private final List<Mount> mounts = new CopyOnWriteArrayList<>();
  private final StringBuffer received = new StringBuffer();
  private GatewayFixture gateway;
  private HttpClient client;
  private long offset;

  @BeforeEach
  void start() {
    MountFactory realtime = Realtime.of(SETTINGS, SCHEMAS, connections);
    gateway =
        GatewayFixture.ofEvents(
            2,
            parts -> {
              Mount mount = realtime.create(parts);
              mounts.add(mount);
              return mount;
            });
    client = browser.createHttpClient();
    for (Channel channel : SETTINGS.channels()) {
      gateway.hubs.post(hub -> hub.fill(channel.topic(), new Position(7, 0), List.of()));
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    GatewayFixture.await(browser.close());
  }

  @Test
  void aClientIsToldThatItIsConnectedAndWhereItStands() {
    HttpClientResponse response = open("/api/realtime/events?channels=orders,pricing", null);

    await().until(() -> messages().size() == 1);
    JsonObject connected = messages().get(0);
    assertThat(connected.fieldNames()).containsExactly("type", "clientId", "timestamp");
    assertThat(connected.getString("type")).isEqualTo("connected");
    assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
    assertThat(response.getHeader("cache-control")).isEqualTo("no-cache, no-transform");
    assertThat(response.getHeader("x-accel-buffering")).isEqualTo("no");
    assertThat(received).containsPattern("^retry: \\d+\nid: ").contains(ids().get(0));
    assertThat(ids()).containsExactly("events.orders=7.0,events.pricing=7.0");
  }

  @Test
  void eventsComeWithoutThePositionInThemAndABatchAfterTheFirst() {
    open("/api/realtime/events?channels=orders", null);
    await().until(() -> messages().size() == 1);
    publish(3);

    await().until(() -> ids().contains("events.orders=7.3"));
    List<JsonObject> events =
        messages().stream().filter(at -> !at.getString("type").equals("heartbeat")).toList();
    assertThat(events.get(1))
        .isEqualTo(new JsonObject().put("type", "event").put("data", event(1)));
    JsonObject batch = events.get(2).getJsonObject("data");
    assertThat(events.get(2).getString("type")).isEqualTo("batch");
    assertThat(batch.fieldNames()).containsExactly("type", "events", "count", "timestamp");
    assertThat(batch.getString("type")).isEqualTo("BATCHED");
    assertThat(batch.getInteger("count")).isEqualTo(2);
    assertThat(batch.getJsonArray("events")).containsExactly(event(2), event(3));
    await().until(() -> connections.delivered.get() == 3);
  }

  @Test
  void aClientThatComesBackGetsWhatItMissed() {
    publish(5);
    open("/api/realtime/events?channels=orders", "events.orders=7.2+ORDER_RECEIVED:3");

    await().until(() -> ids().contains("events.orders=7.5"));
    assertThat(received).contains("\"count\":2").doesNotContain("\"id\":\"3\"");
    assertThat(connections.resumed).containsExactly(true);
  }

  /** Cut off before the next event, it comes back with the position from which it goes on. */
  @ParameterizedTest
  @CsvSource({
    "channels=orders, events.orders=6.9, events.orders=7.3",
    "channels=orders, events.orders=6.9+ORDER_RECEIVED:12, events.orders=7.3",
    "'channels=orders,pricing', 'events.orders=6.9,events.pricing=6.4', "
        + "'events.orders=7.3,events.pricing=7.0'",
    "'channels=orders,pricing', events.pricing=7.0, 'events.orders=7.3,events.pricing=7.0'",
    "channels=orders, events.pricing=7.0, events.orders=7.3",
  })
  void aClientThatCannotResumeIsToldSoAndThePositionFromWhichItGoesOn(
      String query, String id, String now) {
    publish(3);
    open("/api/realtime/events?" + query, id);

    await().until(() -> ids().contains(now));
    // Alone, not with the next heartbeat.
    assertThat(received).contains("\n\nid: " + now + "\n\n");
    assertThat(received.substring(0, received.indexOf("id: " + now)))
        .contains("\"topic\":\"events.orders\"")
        .contains("\"recovered\":false");
    assertThat(received).doesNotContain("\"type\":\"event\"", "\"type\":\"batch\"");
  }

  @Test
  void withoutChannelsAClientHearsThoseThatItMayRead() {
    open("/api/realtime/events", null);
    open("/api/realtime/events?channels=*", null);

    await().until(() -> ids().size() >= 2);
    assertThat(ids()).containsOnly("events.orders=7.0,events.pricing=7.0");
  }

  @Test
  void aHeartbeatComesAtItsInterval() {
    open("/api/realtime/events?channels=orders", null);

    await().until(() -> received.toString().contains("{\"type\":\"heartbeat\",\"timestamp\":\""));
  }

  @ParameterizedTest
  @CsvSource({
    "channels=stars, , 404, UNKNOWN_CHANNEL",
    "channels=orders%2C, , 404, UNKNOWN_CHANNEL",
    "channels=secret, , 403, ACCESS_DENIED",
    "channels=orders%2Csecret, , 403, ACCESS_DENIED",
    "channels=orders, yesterday, 400, INVALID_POSITION",
    "channels=orders, 7.2, 400, INVALID_POSITION",
  })
  void whatIsWrongIsSaidWithItsCode(String query, String id, int status, String code) {
    HttpClientResponse response = open("/api/realtime/events?" + query, id);

    await().until(() -> received.indexOf("}") > 0);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(received).contains("\"code\":\"" + code + "\"");
    assertThat(connections.resumed).isEmpty();
  }

  @Test
  void aClientIsToldThePositionOfAnotherEpochInWhichNothingWasPublished() {
    open("/api/realtime/events?channels=orders,pricing", null);
    await().until(() -> ids().contains("events.orders=7.0,events.pricing=7.0"));

    gateway.hubs.post(hub -> hub.beginEpoch(ORDERS, new Position(8, 0)));

    await().until(() -> ids().contains("events.orders=8.0,events.pricing=7.0"));
    assertThat(received).doesNotContain("recovered");
    open("/api/realtime/events?channels=orders,pricing", "events.orders=8.0,events.pricing=7.0");
    await().until(() -> connections.resumed.size() == 2);
    await().until(() -> messages().stream().filter(at -> is("connected", at)).count() == 2);
    assertThat(received).doesNotContain("recovered");
  }

  @Test
  void aNodeThatStopsSendsANewClientAwayByAStreamThatEnds() {
    AtomicInteger refusing = new AtomicInteger();
    gateway.hubs.post(
        hub -> {
          mounts.forEach(Mount::refuse);
          refusing.incrementAndGet();
        });
    await().until(() -> refusing.get() == 2);

    HttpClientResponse response = open("/api/realtime/events?channels=orders", null);

    await().until(() -> received.indexOf("event: close") > 0);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
    assertThat(received).containsPattern("^retry: \\d+\nevent: close\ndata: \\{\"code\":1001,");
    assertThat(connections.resumed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "orders.json, 200, [\"ORDER_RECEIVED\"]",
    "event.json, 200, BusinessEvent",
    "message.json, 200, RealtimeMessage",
    "stars.json, 404, UNKNOWN_CHANNEL",
    "orders, 404, UNKNOWN_CHANNEL",
  })
  void schemasAreServed(String name, int status, String part) {
    HttpClientResponse response = open("/api/schemas/" + name, null);

    await().until(() -> received.indexOf("}") > 0);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(received.toString().replaceAll("\\s", "")).contains(part);
  }

  @Test
  void aNodeThatStopsSaysWhenToComeBack() {
    open("/api/realtime/events?channels=orders", null);
    await().until(() -> messages().size() == 1);

    gateway.close();

    await().until(() -> received.indexOf("event: close") > 0);
    assertThat(received).containsPattern("retry: \\d+\nevent: close\ndata: \\{\"code\":1001,");
    assertThat(connections.closed).hasValue(1);
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      Position at = new Position(7, ++offset);
      Publication publication = Publication.at(ORDERS, at, event(at.offset()).encode());
      gateway.hubs.post(hub -> hub.publish(publication));
    }
  }

  private static JsonObject event(long id) {
    return new JsonObject()
        .put("type", "ORDER_RECEIVED")
        .put("payload", new JsonObject().put("id", Long.toString(id)).put("action", "created"))
        .put("timestamp", "2026-02-16T13:05:10.123Z");
  }

  private List<String> ids() {
    return lines("id: ");
  }

  private List<JsonObject> messages() {
    return lines("data: ").stream().map(JsonObject::new).toList();
  }

  private List<String> lines(String start) {
    String text = received.toString();
    return Arrays.stream(text.substring(0, text.lastIndexOf("\n\n") + 1).split("\n"))
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }

  private static boolean is(String type, JsonObject message) {
    return message.getString("type").equals(type);
  }

  private HttpClientResponse open(String path, String lastEventId) {
    HttpClientResponse response =
        GatewayFixture.await(
            client
                .request(options(path, lastEventId))
                // On the loop of the connection: elsewhere the body could come before the handler.
                .compose(
                    request ->
                        request
                            .send()
                            .onSuccess(found -> found.handler(data -> received.append(data)))));
    return response;
  }

  private RequestOptions options(String path, String lastEventId) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(gateway.port())
            .setURI(path);
    if (lastEventId != null) {
      options.putHeader("Last-Event-ID", lastEventId);
    }
    return options;
  }
}
