package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.AccessPolicy.Rule;
import dev.tickgate.access.Grantee;
import dev.tickgate.access.Principal;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.access.TopicPattern;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.auth.Authenticator;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge client as npm has it, on each transport of SockJS it can use in Node. */
class StockBridgeClientTest {
  private static final int TICKS = 20;

  @Fixture private GatewayFixture gateway;
  @Fixture private Process node;

  private void start(GatewayFixture harness) {
    gateway = harness;
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "eventsource", "xhr-polling"})
  void getsTheSnapshotAndEveryTickOnceAndMayNotPublish(String transport) throws IOException {
    start(new GatewayFixture(2, 100, Duration.ofSeconds(30)));
    BufferedReader lines = run(transport, TICKS);

    assertThat(new JsonObject(lines.readLine())).isEqualTo(new JsonObject().put("open", transport));
    JsonObject snapshot = new JsonObject(lines.readLine());
    List<Long> offsets = new ArrayList<>();
    for (int i = 1; i < TICKS; i++) {
      gateway.leader.publish();
    }
    for (int i = 1; i < TICKS; i++) {
      offsets.add(new JsonObject(lines.readLine()).getJsonObject("body").getLong("offset"));
    }

    assertThat(snapshot.getJsonObject("headers").getString("snapshot")).isEqualTo("true");
    assertThat(snapshot.getJsonObject("body").getLong("offset")).isEqualTo(1);
    assertThat(offsets).isEqualTo(LongStream.rangeClosed(2, TICKS).boxed().toList());
    assertThat(lines.readLine()).isEqualTo("{\"refused\":\"access_denied\"}");
    await().until(() -> !node.isAlive());
    assertThat(node.exitValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-polling"})
  void itsDefaultHeadersSayWhoItIs(String transport) throws IOException {
    Authenticator seven =
        token ->
            token.text().equals("good")
                ? Future.succeededFuture(new Principal("7", Map.of(), Credential.NONE))
                : Future.failedFuture("nobody's");
    Rule known =
        new Rule(new TopicPattern("ticks.*"), new Grantee.Authenticated(), new Grantee.Nobody());
    start(
        new GatewayFixture(
            GatewayFixture.LIMITS,
            AccessPolicy.of(known),
            harness -> new AuthServices(seven, Optional.empty())));

    BufferedReader lines = run(transport, 1, "good");

    assertThat(lines.readLine()).contains("open");
    assertThat(lines.readLine()).contains("\"snapshot\":\"true\"");
    assertThat(lines.readLine()).isEqualTo("{\"refused\":\"access_denied\"}");
    node.destroyForcibly();
    lines = run(transport, 1, "bad");
    assertThat(lines.readLine()).contains("open");
    assertThat(lines.readLine())
        .isEqualTo("{\"error\":{\"type\":\"err\",\"body\":\"auth_unavailable\"}}");
    assertThat(lines.readLine()).contains("closed");
  }

  private BufferedReader run(String transport, int messages, String... token) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add("src/test/js/stock-bridge-client.cjs");
    command.add("http://127.0.0.1:" + gateway.port() + "/eventbus");
    command.add(transport);
    command.add(String.valueOf(messages));
    command.addAll(List.of(token));
    node = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return node.inputReader();
  }
}
