package dev.tickgate.http;

import static dev.tickgate.testing.RawWebSocket.FINAL;
import static dev.tickgate.testing.RawWebSocket.TEXT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.tickgate.endpoint.WebSocketCase;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.LogFixture;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import dev.tickgate.testing.WsClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of bad input on its way in, beside a client that does nothing wrong. */
class BadInputTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  // Addresses are counted, and who asks no more over HTTP leaves soon.
  private static final Limits LIMITS =
      new Limits(
          0,
          100_000,
          0,
          0,
          0,
          0,
          64 << 20,
          64 << 10,
          100,
          1000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(3));

  @Fixture private static LogFixture log;

  @Fixture
  private static final GatewayFixture gateway =
      new GatewayFixture(1, 1000, Duration.ofSeconds(30), LIMITS, false);

  @Fixture private static WsClient neighbour;
  private static Http http;
  private static long published;

  @BeforeAll
  static void start() {
    http = new Http(gateway.port());
    GatewayFixture.await(gateway.leader.serve());
    await().until(() -> gateway.replicas.incomplete().isEmpty());
    neighbour = new WsClient(gateway.vertx, gateway.port(), "/ws/ticker_usd_jpy");
    await().until(() -> gateway.reached.open() == 1);
    log = LogFixture.ofAll();
  }

  static List<BadInput> rows() {
    return BadInput.all();
  }

  /** The neighbour hears of what happens, all of it; nobody is left behind; nothing is a bug. */
  @AfterEach
  void theNeighbourIsUndisturbed() {
    gateway.leader.publish();
    published++;
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> neighbour.offsets().size() >= published);
    assertThat(neighbour.offsets())
        .isEqualTo(LongStream.rangeClosed(1, published).boxed().toList());
    assertThat(log.events())
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isAnsweredWithItsCode(BadInput row) {
    String answer = answer(row);

    assertThat(answer).doesNotContain("Exception").doesNotContain("dev.tickgate", "io.vertx");
    assertThat(words(answer)).contains(row.answered().split(" "));
  }

  /** All that could be a code. */
  private static List<String> words(String answer) {
    return List.of(answer.split("[^A-Za-z_0-9:]+"));
  }

  private static String answer(BadInput row) {
    return switch (row.way()) {
      case "ws" -> socket("/ws", RawWebSocket.frame(FINAL | TEXT, row.sent()));
      case "bytes" ->
          socket("/ws", RawWebSocket.frame(FINAL | TEXT, row.sent().getBytes(ISO_8859_1)));
      case "bridge" -> socket("/eventbus/websocket", RawWebSocket.frame(FINAL | TEXT, row.sent()));
      case "sockjs" ->
          socket(
              "/eventbus/000/" + UUID.randomUUID() + "/websocket",
              RawWebSocket.frame(FINAL | TEXT, row.sent()));
      case "stream" -> socket("/ws/ticker_usd_jpy?" + row.sent(), new byte[0]);
      case "xhr" -> fallback(row.sent(), "xhr_send", "text/plain");
      case "form" -> fallback(row.sent(), "xhr_send", FORM);
      case "jsonp" -> fallback(row.sent(), "jsonp_send", FORM);
      case "sse" -> text(http.get("/sse?" + row.sent()));
      case "id" -> text(http.get("/sse?topic=ticks.USD_JPY", "Last-Event-ID", row.sent()));
      case "http" -> request(row.sent());
      default -> throw new IllegalArgumentException(row.way());
    };
  }

  /** The first that is neither an opening nor a subscription's. */
  private static String socket(String path, byte[] sent) {
    try (RawWebSocket client = new RawWebSocket(gateway.port(), path)) {
      client.send(sent);
      String heard = client.hear();
      return heard.equals("text:o") ? client.hear() : heard;
    }
  }

  private static String fallback(String body, String path, String type) {
    String session = "/eventbus/000/" + UUID.randomUUID() + "/";
    http.post(session + "xhr", "");
    HttpResponse<String> sent = http.post(session + path, body, "Content-Type", type);
    // The session stays.
    return sent.statusCode() == 204 ? http.post(session + "xhr", "").body() : text(sent);
  }

  private static String request(String head) {
    try (RawHttp client = new RawHttp(gateway.port())) {
      return client.say(head + "\r\n\r\n").hearUntil("\r\n\r\n");
    }
  }

  private static String text(HttpResponse<String> answer) {
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void tenThousandRegistersAtOnceEndWithTheClientSentAway() {
    byte[] register =
        RawWebSocket.frame(FINAL | TEXT, "{\"type\":\"register\",\"address\":\"__vertx.reply.1\"}");
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/eventbus/websocket")) {
      client.send(WebSocketCase.join(Collections.nCopies(10_000, register).toArray(byte[][]::new)));
      client.send(RawWebSocket.close(4429, ""));
      List<String> heard = client.hearOut();

      assertThat(heard).contains("close:4429");
      assertThat(heard.size()).isBetween(1_000, 5_000);
    }
  }

  @Test
  void nobodyIsLeftBehindButTheNeighbour() {
    for (BadInput row : rows()) {
      answer(row);
    }
    try (RawWebSocket client = new RawWebSocket(gateway.port(), "/eventbus/websocket")) {
      client.say("{\"type\":\"register\",\"address\":\"ticks.USD_JPY\"}");
      await().until(() -> groups() == 2);
    }
    // A session of a fallback stays for some seconds after its last poll.
    await().until(() -> gateway.reached.open() == 1);
    await().until(() -> gateway.counter.connections() == 1);
    assertThat(gateway.counter.addresses()).isEqualTo(1);
    assertThat(gateway.hubs.sessions()).isEqualTo(1);
    assertThat(groups()).isEqualTo(1);
  }

  private static int groups() {
    CompletableFuture<Integer> groups = new CompletableFuture<>();
    gateway.hubs.post(hub -> groups.complete(hub.groups()));
    return groups.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
