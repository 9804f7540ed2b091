package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that reads gets each of 10,000 rows of one commit, on every transport. */
@Timeout(120)
class BurstTest {
  private static final int ROWS = 10_000;
  private static final String REGISTER = "{\"type\":\"register\",\"address\":\"%s\"}";
  private static final Pattern TICK =
      Pattern.compile("USD_JPY[^}]*\"epoch\\\\?\":7,\\\\?\"offset\\\\?\":(\\d+)");

  // More topics make each event of /sse longer, because its id has a position of each.
  private static final List<Topic> OTHERS =
      IntStream.range(0, 50).mapToObj(i -> new Topic("bench." + i)).toList();

  @Fixture
  private static final GatewayFixture gateway = new GatewayFixture(2, ROWS, Duration.ofSeconds(30));

  private static Http http;

  @BeforeAll
  static void start() {
    http = new Http(gateway.port());
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.replicas.incomplete().isEmpty());
    for (Topic topic : OTHERS) {
      Position start = new Position(7, 0);
      Publication first = Publication.at(topic, start.next(), "{\"bid\":1}");
      gateway.hubs.post(hub -> hub.fill(topic, first.position(), List.of(first)));
    }
  }

  @BeforeEach
  void awaitNobody() {
    await().until(() -> gateway.reached.open() == 0);
  }

  @Test
  void ofOneTopicOnARawWebSocket() {
    sendsAllTo(webSocket("/ws/ticker_usd_jpy"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void ofSeveralTopicsByJsonCommands(int others) {
    WsClient client = webSocket("/ws");
    for (String topic : topics(others)) {
      client.send("{\"type\":\"subscribe\",\"topic\":\"" + topic + "\"}");
    }
    await().until(() -> client.messages("subscribed").size() == others + 1);

    sendsAllTo(client);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void onTheBridge(int others) {
    WsClient client = webSocket("/eventbus/websocket");
    for (String topic : topics(others)) {
      client.send(REGISTER.formatted(topic));
    }
    await().until(() -> client.texts().size() >= others + 1);

    sendsAllTo(client);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void onTheBridgeOverSockJs(int others) {
    WsClient client = webSocket("/eventbus/000/" + UUID.randomUUID() + "/websocket");
    for (String topic : topics(others)) {
      client.send("[\"" + REGISTER.formatted(topic).replace("\"", "\\\"") + "\"]");
    }
    await().until(() -> client.texts().size() >= others + 2);

    sendsAllTo(client);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xhr", "xhr_streaming", "eventsource"})
  void onTheBridgeOverTheFallbacksOfSockJs(String transport) {
    String session = "/eventbus/000/" + UUID.randomUUID() + "/";
    String method = transport.equals("eventsource") ? "GET" : "POST";
    try (Http.Stream first = http.stream(method, session + transport)) {
      first.readUntil("o");
      for (String topic : topics(1)) {
        String message = "[\"" + REGISTER.formatted(topic).replace("\"", "\\\"") + "\"]";
        http.post(session + "xhr_send", message);
      }
      long last = burst();
      StringBuilder received = new StringBuilder(read(first.response().body(), last));
      while (!contains(received, last)) {
        try (Http.Stream next = http.stream(method, session + transport)) {
          received.append(read(next.response().body(), last));
        }
      }
      assertThatAllCame(received.toString(), last);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void asServerSentEvents(int others) {
    String query = topics(others).stream().collect(Collectors.joining("&topic=", "topic=", ""));
    try (Http.Stream events = http.stream("GET", "/sse?" + query)) {
      for (int i = 0; i <= others; i++) {
        events.readUntil("\n\n");
      }
      long last = last() + ROWS;
      CompletableFuture<String> received =
          CompletableFuture.supplyAsync(() -> read(events.response().body(), last));
      burst();
      assertThatAllCame(received.join(), last);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50})
  void asServerSentEventsOfHttp10(int others) throws IOException {
    String query = topics(others).stream().collect(Collectors.joining("&topic=", "topic=", ""));
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      String request = "GET /sse?" + query + " HTTP/1.0\r\nHost: a\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      long last = last() + ROWS;
      CompletableFuture<String> received =
          CompletableFuture.supplyAsync(() -> read(input(socket), last));
      await().until(() -> gateway.reached.open() > 0);
      burst();
      assertThatAllCame(received.join(), last);
    }
    await().until(() -> gateway.reached.open() == 0);
  }

  private static InputStream input(Socket socket) {
    try {
      return socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> topics(int others) {
    List<String> topics = new ArrayList<>(List.of(GatewayFixture.TOPIC.name()));
    OTHERS.subList(0, others).forEach(topic -> topics.add(topic.name()));
    return topics;
  }

  private WsClient webSocket(String path) {
    WsClient client = new WsClient(gateway.vertx, gateway.port(), path);
    return client;
  }

  private void sendsAllTo(WsClient client) {
    await().until(() -> !client.texts().isEmpty());
    long last = burst();
    await().until(() -> contains(client.texts().get(client.texts().size() - 1), last));
    assertThatAllCame(String.join("\n", client.texts()), last);
    client.close();
  }

  private static long last() {
    return gateway.leader.head().orElseThrow().offset();
  }

  /**
   * @return the offset of the last row
   */
  private static long burst() {
    for (int i = 0; i < ROWS; i++) {
      gateway.leader.publish();
    }
    return last();
  }

  private static boolean contains(CharSequence text, long offset) {
    return Pattern.compile("offset\\\\?\":" + offset + "\\b").matcher(text).find();
  }

  /** The answer up to that offset; less where it ends before. */
  private static String read(InputStream body, long last) {
    StringBuilder received = new StringBuilder();
    byte[] some = new byte[16 * 1024];
    try {
      for (int n = body.read(some); n >= 0; n = body.read(some)) {
        received.append(new String(some, 0, n, StandardCharsets.UTF_8));
        int end = received.length();
        if (contains(received.subSequence(Math.max(0, end - n - 64), end), last)) {
          break;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return received.toString();
  }

  private static void assertThatAllCame(String received, long last) {
    List<Long> offsets = new ArrayList<>();
    for (Matcher tick = TICK.matcher(received); tick.find(); ) {
      offsets.add(Long.parseLong(tick.group(1)));
    }
    assertThat(received).doesNotContain("skipped");
    assertThat(offsets)
        .endsWith(LongStream.rangeClosed(last - ROWS + 1, last).boxed().toArray(Long[]::new));
  }
}
