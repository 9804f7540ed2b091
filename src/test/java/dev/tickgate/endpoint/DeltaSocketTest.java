package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.WsClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of {@code /ws} and the bridge that ask for differences. */
class DeltaSocketTest extends GatewayCase {
  private static final String DELTA =
      "{\"type\":\"delta\",\"topic\":\"ticks.USD_JPY\",\"epoch\":7,\"offset\":%d,\"patch\":{}}";

  @BeforeEach
  void ready() {
    publish(1);
    awaitReady();
  }

  private static void awaitText(WsClient client, String text) {
    await().untilAsserted(() -> assertThat(client.texts()).contains(text));
  }

  @Test
  void onWsTheNewestIsWholeAndWhatFollowsIsADifference() {
    WsClient client = connect("/ws");
    client.send("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\",\"delta\":true}");
    awaitText(client, TICK.formatted(1));
    publish(2);

    awaitText(client, DELTA.formatted(3));
    assertThat(client.texts()).contains(DELTA.formatted(2)).doesNotContain(TICK.formatted(2));
  }

  @Test
  void onTheBridgeItIsTheBodyOfAMessage() {
    WsClient client = connect("/eventbus/websocket");
    client.send(
        "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{\"delta\":\"true\"}}");
    await().until(() -> !client.messages("rec").isEmpty());
    publish(1);

    awaitText(
        client,
        "{\"type\":\"rec\",\"address\":\"ticks.USD_JPY\",\"body\":" + DELTA.formatted(2) + "}");
  }

  @Test
  void anotherValueIsRefused() {
    WsClient json = connect("/ws");
    json.send("{\"type\":\"subscribe\",\"topic\":\"ticks.USD_JPY\",\"delta\":\"yes\",\"id\":4}");
    await().until(() -> !json.messages("error").isEmpty());
    assertThat(json.messages("error").get(0).getString("code")).isEqualTo("INVALID_DELTA");
    assertThat(json.messages("error").get(0).getInteger("id")).isEqualTo(4);

    WsClient bridge = connect("/eventbus/websocket");
    bridge.send(
        "{\"type\":\"register\",\"address\":\"ticks.USD_JPY\",\"headers\":{\"delta\":\"yes\"}}");
    await().until(() -> !bridge.messages("err").isEmpty());
    assertThat(bridge.messages("err").get(0).getString("body")).isEqualTo("invalid_delta");
  }
}
