package dev.tickgate.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.client.FakeGateway.Request;
import dev.tickgate.client.PublishResult.Failed;
import dev.tickgate.client.PublishResult.Published;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client whose tokens are refused, or not there. */
class PublisherTokensTest extends ClientCase {
  @Test
  void aRefusedTokenIsReplacedOnceForAllRequests() {
    List<Boolean> asked = new CopyOnWriteArrayList<>();
    gateway.refuseToken("old");
    PublisherClient client =
        client(
            settings(gateway)
                .withToken(
                    refused -> {
                      asked.add(refused);
                      return refused ? "new" : "old";
                    }));

    List<CompletableFuture<PublishResult>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(client.publish("events.x", PAYLOAD, "k" + i));
    }

    assertThat(all).extracting(PublisherClientTest::result).hasOnlyElementsOfType(Published.class);
    assertThat(asked).containsExactly(false, true);
    assertThat(gateway.requests())
        .extracting(Request::authorization)
        .containsOnly("Bearer old", "Bearer new");
  }

  @Test
  void aSecondRefusalOfTokensIsTheResult() {
    gateway.then(status(401), status(401));
    PublisherClient renewing = client(settings(gateway).withToken(refused -> "t" + refused));

    assertThat(result(renewing.publish("events.x", PAYLOAD))).isEqualTo(refused("CODE_401"));
    assertThat(gateway.requests()).hasSize(2);
  }

  @Test
  void aRefusalAtTheLastAttemptIsTheResult() {
    gateway.then(status(401));
    PublisherClient client =
        client(settings(gateway).withAttempts(1, SHORT).withToken(refused -> "t" + refused));

    assertThat(result(client.publish("events.x", PAYLOAD))).isEqualTo(refused("CODE_401"));
    assertThat(gateway.requests()).hasSize(1);
  }

  @Test
  void anApiKeyThatIsRefusedIsNotTriedAgain() {
    gateway.then(status(401));
    PublisherClient client = client(settings(gateway).withApiKey("secret"));

    assertThat(result(client.publish("events.x", PAYLOAD))).isEqualTo(refused("CODE_401"));
    assertThat(gateway.requests()).hasSize(1);
    assertThat(gateway.requests().get(0).authorization()).isEqualTo("Bearer secret");
  }

  @Test
  void aTokenSourceThatFailsIsAskedAgain() {
    List<Boolean> asked = new CopyOnWriteArrayList<>();
    PublisherClient client =
        client(
            settings(gateway)
                .withToken(
                    refused -> {
                      asked.add(refused);
                      if (asked.size() < 3) {
                        throw new Exception("no token now");
                      }
                      return "t";
                    }));

    assertThat(result(client.publish("events.x", PAYLOAD))).isInstanceOf(Published.class);
    assertThat(asked).containsExactly(false, false, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\r\nX-Injected: 1", "ключ"})
  void aTokenThatNoHeaderCanCarryIsNotNamed(String token) {
    PublisherClient client = client(settings(gateway).withApiKey(token));

    Failed result = (Failed) result(client.publish("events.x", PAYLOAD));

    assertThat(result.cause()).hasMessage("the token is not of visible ASCII characters");
    assertThat(gateway.requests()).isEmpty();
  }

  @Test
  void aTokenSourceThatHangsDelaysNoResultBeyondTheDeadline() throws Exception {
    PublisherClient client =
        client(
            settings(gateway)
                .withAttempts(5, SHORT)
                .withToken(
                    refused -> {
                      new CompletableFuture<String>().get(1, TimeUnit.MINUTES);
                      return "";
                    }));

    Failed result = (Failed) result(client.publish("events.x", PAYLOAD));

    assertThat(result.cause())
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("the token source did not answer in time");
  }
}
