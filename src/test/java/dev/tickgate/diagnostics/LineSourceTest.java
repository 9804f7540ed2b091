package dev.tickgate.diagnostics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineSourceTest {
  @Fixture
  private final GatewayFixture gateway = new GatewayFixture(2, 1000, Duration.ofSeconds(30));

  @Fixture private Socket source;

  @BeforeEach
  void open() throws IOException {
    source = new Socket("127.0.0.1", gateway.openSource());
    source.setSoTimeout(60_000);
  }

  @Test
  void eachLineIsPublishedWithItsFieldsAndAPosition() throws IOException {
    WsClient client = subscribe("bench");

    send("{\"b\":1,\"a\":[1.50,\"é\"]}\n{\"seq\":2}\r\n{\"se");
    send("q\":3}\n");

    await().until(() -> ticks(client).size() == 3);
    assertThat(client.texts().get(1)).startsWith("{\"b\":1,\"a\":[1.50,\"é\"],\"epoch\":");
    assertThat(ticks(client).stream().map(tick -> tick.getLong("offset")))
        .containsExactly(1L, 2L, 3L);
    assertThat(ticks(client).stream().map(tick -> tick.getLong("epoch")).distinct()).hasSize(1);
  }

  @Test
  void aLineMayNameATopicBelow() throws IOException {
    WsClient whole = subscribe("bench");
    WsClient seventh = subscribe("bench.7");

    send("{\"topic\":\"bench.7\",\"seq\":1}\n{\"seq\":2}\n{\"topic\":\"bench.8\",\"seq\":3}\n");

    await().until(() -> ticks(whole).size() == 1 && ticks(seventh).size() == 1);
    assertThat(ticks(whole).get(0).getInteger("seq")).isEqualTo(2);
    assertThat(ticks(seventh).get(0).getInteger("seq")).isEqualTo(1);
  }

  @Test
  void aWrongLineIsAnsweredAndTheNextIsTaken() throws IOException {
    WsClient client = subscribe("bench");

    send(
        "nonsense\n[1]\n{}\n{\"offset\":1}\n{\"topic\":\"ticks.USD_JPY\",\"seq\":1}\n"
            + "{\"topic\":\"benchmark\",\"seq\":1}\n{\"topic\":7}\n{\"seq\":1}\n");

    BufferedReader answers =
        new BufferedReader(new InputStreamReader(source.getInputStream(), UTF_8));
    for (String code :
        List.of(
            "INVALID_JSON",
            "INVALID_JSON",
            "INVALID_FIELDS",
            "INVALID_FIELDS",
            "INVALID_TOPIC",
            "INVALID_TOPIC",
            "INVALID_TOPIC")) {
      assertThat(answers.readLine()).isEqualTo("{\"error\":\"" + code + "\"}");
    }
    await().until(() -> ticks(client).size() == 1);
  }

  @Test
  void moreThanTheLoopsTakeAtOnceWaitsAndNothingIsLost() throws IOException {
    WsClient client = subscribe("bench");
    StringBuilder lines = new StringBuilder();
    LongStream.rangeClosed(1, 20_000).forEach(i -> lines.append("{\"seq\":" + i + "}\n"));

    send(lines.toString());

    await().until(() -> ticks(client).stream().anyMatch(tick -> tick.getLong("seq") == 20_000));
    long skipped = ticks(client).stream().mapToLong(tick -> tick.getLong("skipped", 0L)).sum();
    assertThat(ticks(client).size() + skipped).isEqualTo(20_000);
  }

  private void send(String text) throws IOException {
    source.getOutputStream().write(text.getBytes(UTF_8));
  }

  private WsClient subscribe(String topic) {
    WsClient client = new WsClient(gateway.vertx, gateway.port(), "/ws");
    client.send(new JsonObject().put("type", "subscribe").put("topic", topic).encode());
    await().until(() -> client.messages().size() == 1);
    return client;
  }

  private static List<JsonObject> ticks(WsClient client) {
    return client.messages().stream().filter(message -> message.containsKey("epoch")).toList();
  }
}
