package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On WebSockets a rate for a topic whose publications are all delivered is refused. */
class RateNotSupportedTest {
  @Fixture private final GatewayFixture gateway = GatewayFixture.deliveringEach();

  @BeforeEach
  void start() {
    GatewayFixture.await(gateway.leader.serve());
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  @Test
  void theSocketOfOneStreamIsClosedAfterTheError() {
    try (WsClient client = connect("/ws/ticker_usd_jpy?maxRate=5")) {
      await().until(() -> client.socket().isClosed());

      assertThat(client.messages())
          .singleElement()
          .satisfies(error -> assertThat(error.getString("code")).isEqualTo("RATE_NOT_SUPPORTED"));
      assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1008);
    }
  }

  @Test
  void aCommandIsRefusedAndTheSameWithoutARateIsNot() {
    try (WsClient client = connect("/ws")) {
      JsonObject subscribe =
          new JsonObject().put("type", "subscribe").put("topic", "ticks.USD_JPY");
      client.send(subscribe.copy().put("maxRate", 5).encode());
      client.send(subscribe.encode());
      await().until(() -> !client.messages("subscribed").isEmpty());

      assertThat(client.messages("error"))
          .singleElement()
          .satisfies(error -> assertThat(error.getString("code")).isEqualTo("RATE_NOT_SUPPORTED"));
    }
  }

  @Test
  void aRegistrationOnTheBridgeIsRefused() {
    try (WsClient client = connect("/eventbus/websocket")) {
      client.send(
          "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{\"maxRate\":\"5\"}}");
      await().until(() -> !client.messages("err").isEmpty());

      assertThat(client.messages("err").get(0).getString("body")).isEqualTo("rate_not_supported");
    }
  }

  private WsClient connect(String path) {
    return new WsClient(gateway.vertx, gateway.port(), path);
  }
}
