package dev.tickgate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tickgate.client.FakeGateway.Request;
import dev.tickgate.client.FakeGateway.Treatment;
import dev.tickgate.client.PublishResult.Failed;
import dev.tickgate.client.PublishResult.Published;
import dev.tickgate.client.PublishResult.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of a client, and its results. */
class PublisherClientTest extends ClientCase {
  @Test
  void aPayloadIsSentAsItIsAndThePositionIsTheResult() {
    PublishResult result = result(client().publish("room.a b/c", PAYLOAD, "k1"));

    assertThat(result).isEqualTo(new Published("events.x", List.of(new Position(7, 1))));
    assertThat(gateway.requests())
        .containsExactly(new Request("/api/publish/room.a%20b%2Fc", "k1", null, PAYLOAD));
  }

  @Test
  void aBatchHasAPositionForEachPayload() {
    Published result =
        (Published) result(client().publishAll("events.x", List.of(PAYLOAD, "{\"n\":2}"), "k1"));

    assertThat(result.positions()).containsExactly(new Position(7, 1), new Position(7, 99));
    assertThat(gateway.requests().get(0).body()).isEqualTo("[" + PAYLOAD + ",{\"n\":2}]");
  }

  @Test
  void anEventIsPublishedToTheTopicOfItsChannel() {
    BusinessEvent event = BusinessEvent.of("ORDER_RECEIVED", "17", BusinessEvent.Action.CREATED);

    result(client().publishEvent("orders", event, "k1"));
    result(client().publishEvents("orders", List.of(event, event), "k2"));

    assertThat(gateway.requests().get(0).path()).isEqualTo("/api/publish/events.orders");
    assertThat(gateway.requests().get(0).body()).isEqualTo(event.json());
    assertThat(gateway.requests().get(1).body())
        .isEqualTo("[" + event.json() + "," + event.json() + "]");
  }

  @Test
  void aRefusalHasTheCodeTheMessageAndTheIndexOfThePayload() {
    gateway.then(
        new Treatment.Answer(
            400,
            "{\"type\":\"error\",\"code\":\"INVALID_EVENT\",\"message\":\"\\u00e9 \\\"x\\\"\",\"index\":1}",
            Map.of()),
        new Treatment.Answer(404, "<html>", Map.of()));

    assertThat(result(client().publish("events.x", PAYLOAD)))
        .isEqualTo(new Refused("INVALID_EVENT", "é \"x\"", OptionalInt.of(1)));
    assertThat(result(client().publish("events.x", PAYLOAD)))
        .isEqualTo(new Refused("HTTP_404", "The server answered 404.", OptionalInt.empty()));
    assertThat(pauses).isEmpty();
  }

  @Test
  void beyondTheBoundAPublicationFailsAtOnceAndASlotIsFreeAgainBehindAResult() {
    gateway.then(new Treatment.Hang(false), new Treatment.Hang(false));
    PublisherClient client =
        client(settings(gateway).withInFlight(2).withAttempts(1, Duration.ofSeconds(30)));

    List<CompletableFuture<PublishResult>> hanging =
        List.of(client.publish("events.x", PAYLOAD), client.publish("events.x", PAYLOAD));
    CompletableFuture<PublishResult> beyond = client.publish("events.x", PAYLOAD, "k");

    assertThat(beyond).isDone();
    Failed failed = (Failed) result(beyond);
    assertThat(failed.cause())
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("2 requests are in flight");
    assertThat(failed.attempts()).isZero();
    assertThat(failed.key()).isEqualTo("k");
    // The caller gives one up: its slot is taken as long as the request is under way.
    hanging.get(0).cancel(true);
    assertThat(client.counts().inFlight()).isEqualTo(2);
    await().until(() -> gateway.requests().size() == 2);
    gateway.release();
    await().until(() -> client.counts().inFlight() == 0);
    assertThat(result(hanging.get(1))).isInstanceOf(Failed.class);
    assertThat(result(client.publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(client.counts()).isEqualTo(new PublisherCounts(1, 0, 3, 0, 0));
  }

  @Test
  void aMistakeOfTheCallerIsAResult() {
    PublisherClient client = client();

    assertThat(result(client.publish("events.x", PAYLOAD, "a key")))
        .isEqualTo(refused("INVALID_KEY"));
    assertThat(result(client.publish("events.x", PAYLOAD, "ключ")))
        .isEqualTo(refused("INVALID_KEY"));
    assertThat(result(client.publishAll("events.x", List.of())))
        .isEqualTo(refused("INVALID_PAYLOAD"));
    assertThat(result(client.publish("events.x", "x".repeat(1_100_000))))
        .isEqualTo(refused("PAYLOAD_TOO_LARGE"));
    for (CompletableFuture<PublishResult> withNull :
        List.of(
            client.publish(null, PAYLOAD),
            client.publish("events.x", null),
            client.publish("events.x", PAYLOAD, null),
            client.publishAll("events.x", null),
            client.publishEvent("orders", null),
            client.publishEvents("orders", null, "k"))) {
      assertThat(((Failed) result(withNull)).cause()).isInstanceOf(NullPointerException.class);
    }
    assertThat(gateway.requests()).isEmpty();
  }

  @Test
  void itCountsPayloadsByTheirResultAndRequestsThatWereRepeated() {
    gateway.then(status(503), new Treatment.Answer(403, "", Map.of()));
    PublisherClient client = client();

    result(client.publishAll("events.x", List.of(PAYLOAD, PAYLOAD, PAYLOAD)));
    result(client.publishAll("events.x", List.of(PAYLOAD, PAYLOAD)));

    assertThat(client.counts()).isEqualTo(new PublisherCounts(2, 3, 0, 1, 0));
  }

  @Test
  void aClosedClientHasEndedWhatWasInFlightAndPublishesNothingMore() {
    gateway.then(new Treatment.Hang(false));
    PublisherClient client = client(settings(gateway).withTimeouts(Duration.ofSeconds(2), SHORT));
    client.publish("events.x", PAYLOAD);

    client.close();

    assertThat(client.counts().published()).isEqualTo(1);
    assertThat(client.counts().inFlight()).isZero();
    Failed result = (Failed) result(client.publish("events.x", PAYLOAD));
    assertThat(result.cause()).hasMessage("the client is closed");
    assertThat(result.attempts()).isZero();
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "ftp://example.com/", "http:/a", "http://a/?b", "http://a/#b"})
  void anAddressThatIsNoServersIsRefusedWhenTheClientIsConfigured(String address) {
    assertThatThrownBy(() -> PublisherSettings.of(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gateways: " + address);
  }

  @Test
  void anAddressMayHaveAPath() {
    String address = gateway.address() + "tickgate";

    result(client(PublisherSettings.of(address)).publish("events.x", PAYLOAD));

    assertThat(gateway.requests().get(0).path()).isEqualTo("/tickgate/api/publish/events.x");
  }
}
