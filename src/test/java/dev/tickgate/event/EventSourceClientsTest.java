package dev.tickgate.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Nginx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unmodified clients from npm come back by themselves and have each event once. */
class EventSourceClientsTest {
  private static final Topic ORDERS = new Topic("events.orders");
  private static final Channel CHANNEL = new Channel("orders", List.of("ORDER_RECEIVED"), false);
  private static final EventSettings SETTINGS =
      new EventSettings(true, List.of(CHANNEL), Duration.ofMillis(100), Duration.ofSeconds(30));

  private final GatewayFixture gateway =
      GatewayFixture.ofEvents(
          1,
          Realtime.of(
              SETTINGS,
              new EventSchemas(List.of(CHANNEL), InstantSource.system()),
              EventMetrics.NONE));
  private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> started = new ArrayList<>();
  private long offset;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : started) {
      part.close();
    }
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({"eventsource, false", "eventsource-client, false", "eventsource, true"})
  void eachEventComesOnceOverABreak(String library, boolean behindNginx) throws Exception {
    gateway.hubs.post(hub -> hub.fill(ORDERS, new Position(7, 0), List.of()));
    int port = gateway.port();
    if (behindNginx) {
      Nginx nginx =
          Nginx.start("location / { proxy_pass http://127.0.0.1:" + gateway.port() + "; }");
      started.add(nginx);
      port = nginx.port();
    }
    run(library, "http://127.0.0.1:" + port + "/api/realtime/events?channels=orders");
    await().until(() -> count("connected") == 1);

    publish(3);
    await().until(() -> events().size() == 3);
    gateway.hubs.post(hub -> hub.sessions().endSome(1, CloseCode.GOING_AWAY));
    publish(3);
    await().until(() -> count("connected") == 2);
    publish(3);

    await().until(() -> events().size() >= 9);
    assertThat(events())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 9).mapToObj(Long::toString).toList());
  }

  private void run(String library, String url) throws IOException {
    Process node =
        new ProcessBuilder("node", "src/test/js/event-source.mjs", library, url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(node::destroyForcibly);
    BufferedReader lines = node.inputReader();
    Thread reader = new Thread(() -> lines.lines().map(JsonObject::new).forEach(messages::add));
    reader.setDaemon(true);
    reader.start();
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      Position at = new Position(7, ++offset);
      String event =
          "{\"type\":\"ORDER_RECEIVED\",\"payload\":{\"id\":\"%d\",\"action\":\"created\"}}"
              .formatted(at.offset());
      Publication publication = Publication.at(ORDERS, at, event);
      gateway.hubs.post(hub -> hub.publish(publication));
    }
  }

  private long count(String type) {
    return messages.stream().filter(message -> message.getString("type").equals(type)).count();
  }

  private List<String> events() {
    List<String> ids = new ArrayList<>();
    for (JsonObject message : messages) {
      JsonObject data = message.getJsonObject("data", new JsonObject());
      if (message.getString("type").equals("batch")) {
        data.getJsonArray("events").forEach(event -> ids.add(id((JsonObject) event)));
      } else if (message.getString("type").equals("event")) {
        ids.add(id(data));
      }
    }
    return ids;
  }

  private static String id(JsonObject event) {
    return event.getJsonObject("payload").getString("id");
  }
}
