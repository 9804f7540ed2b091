package dev.tickgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.GatewayHarness;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge client as npm has it, on each transport of SockJS it can use in Node. */
class StockBridgeClientTest {
  private static final int TICKS = 20;

  private GatewayHarness gateway;
  private Process node;

  @BeforeEach
  void start() {
    gateway = new GatewayHarness(2, 100, Duration.ofSeconds(30));
    GatewayHarness.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.intake.incomplete().isEmpty());
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.destroyForcibly();
    }
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "eventsource", "xhr-polling"})
  void getsTheSnapshotAndEveryTickOnceAndMayNotPublish(String transport) throws IOException {
    node =
        new ProcessBuilder(
                "node",
                "src/test/js/stock-bridge-client.cjs",
                "http://127.0.0.1:" + gateway.port() + "/eventbus",
                transport,
                String.valueOf(TICKS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = node.inputReader();

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
}
