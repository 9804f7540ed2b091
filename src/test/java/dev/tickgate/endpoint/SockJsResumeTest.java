package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long replay over the transports of SockJS whose requests end and come again. */
@Timeout(120)
class SockJsResumeTest {
  private static final int MISSED = 5_000;

  private final String session = "/eventbus/000/" + UUID.randomUUID() + "/";
  private final List<Long> offsets = new ArrayList<>();

  @Fixture
  private final GatewayFixture gateway = new GatewayFixture(2, 10_000, Duration.ofSeconds(30));

  private Http http;

  @BeforeEach
  void start() {
    GatewayFixture.await(gateway.leader.serve());
    for (int i = 0; i <= MISSED; i++) {
      gateway.leader.publishAndLose();
    }
    await().until(() -> gateway.replicas.incomplete().isEmpty());
    http = new Http(gateway.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"xhr_streaming", "xhr"})
  void whatWasMissedComesInOrderAndOnce(String transport) {
    try (Http.Stream first = http.stream("POST", session + transport)) {
      first.readUntil("o\n");
      resume();
      receive(first);
    }

    while (offsets.isEmpty() || offsets.get(offsets.size() - 1) <= MISSED) {
      try (Http.Stream next = http.stream("POST", session + transport)) {
        receive(next);
      }
    }

    assertThat(offsets).isEqualTo(LongStream.rangeClosed(2, MISSED + 1).boxed().toList());
  }

  @Test
  void aLongReplayHoldsNobodyUp() {
    try (Http.Stream stream = http.stream("POST", session + "xhr_streaming")) {
      stream.readUntil("o\n");
      resume();
      gateway.leader.publish();
      await()
          .untilAsserted(
              () -> assertThat(http.get("/api/ticks/USD_JPY?limit=1").body()).contains("5002"));
      assertThat(stream.read(1)).isNotEmpty();
    }
  }

  private void resume() {
    String register =
        "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{\"since\":\"7.1\"}}";
    assertThat(http.post(session + "xhr_send", new JsonArray().add(register).encode()).statusCode())
        .isEqualTo(204);
  }

  private void receive(Http.Stream stream) {
    String last = "\\\"offset\\\":" + (MISSED + 1) + "}";
    String body = stream.readUntil(last);
    if (body.endsWith(last)) {
      body += stream.readUntil("\n");
    }
    body.lines().filter(line -> line.startsWith("a")).forEach(this::take);
  }

  private void take(String frame) {
    for (Object message : new JsonArray(frame.substring(1))) {
      JsonObject body = new JsonObject((String) message).getJsonObject("body");
      if (body.containsKey("bid")) {
        offsets.add(body.getLong("offset"));
      }
    }
  }
}
