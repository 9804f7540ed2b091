package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.PublishReply;
import dev.tickgate.bus.PublishRequest;
import dev.tickgate.stream.Position;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge client as npm has it publishes, and its callback gets the position or the code. */
class StockBridgePublisherTest {
  @Fixture private final GatewayFixture gateway = GatewayFixture.publishing();
  private final List<PublishRequest> asked = new CopyOnWriteArrayList<>();
  @Fixture private Process node;

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-polling"})
  void itsCallbackGetsThePositionOrTheCode(String transport) throws IOException {
    lead();

    BufferedReader lines =
        run(transport, "events.orders", "{\"n\":1.5}", "7", "{\"epoch\":1}", "{\"n\":2}");

    assertThat(lines.readLine())
        .isEqualTo("{\"body\":{\"topic\":\"events.orders\",\"epoch\":9,\"offset\":1}}");
    for (int i = 0; i < 2; i++) {
      JsonObject failure = new JsonObject(lines.readLine());
      assertThat(failure.getString("failureType")).isEqualTo("RECIPIENT_FAILURE");
      assertThat(failure.getString("message")).isEqualTo("INVALID_PAYLOAD");
    }
    assertThat(lines.readLine())
        .isEqualTo("{\"body\":{\"topic\":\"events.orders\",\"epoch\":9,\"offset\":2}}");
    assertThat(asked)
        .extracting(PublishRequest::bodies)
        .containsExactly(List.of("{\"n\":1.5}"), List.of("{\"n\":2}"));
  }

  @Test
  void itsCallbackGetsARefusalOfATopicThatNoRuleGives() throws IOException {
    lead();

    JsonObject failure = new JsonObject(run("websocket", "secret.x", "{\"n\":1}").readLine());

    assertThat(failure.getString("message")).isEqualTo("ACCESS_DENIED");
    assertThat(asked).isEmpty();
  }

  private void lead() {
    GatewayFixture.await(
        gateway
            .bus
            .publishing()
            .serveNodes(
                GatewayFixture.EVENTS,
                request -> {
                  asked.add(request);
                  return Future.succeededFuture(
                      new PublishReply.Published(List.of(new Position(9, asked.size()))));
                }));
  }

  private BufferedReader run(String transport, String address, String... bodies)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "src/test/js/stock-bridge-publisher.cjs",
                "http://127.0.0.1:" + gateway.port() + "/eventbus",
                transport,
                address));
    command.addAll(List.of(bodies));
    node = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return node.inputReader();
  }
}
