package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.ForeignConsumer;
import dev.tickgate.testing.HaProxies;
import dev.tickgate.testing.HaProxy;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.ResumingClient;
import dev.tickgate.testing.TickRows;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged product as it runs for real: a poller and two gateways, processes of their own,
 * behind HAProxy. Each test leaves one poller and two gateways.
 */
class ClusterIT {
  private static final Duration LIMIT = AwaitLimit.LIMIT;
  private static final String PATH = "/ws/ticker_usd_jpy";

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private static final TickRows rows = new TickRows(vertx, database.options());
  @Fixture private static final ClusterFixture cluster = new ClusterFixture(database.url());
  private static Member poller;
  private static Member a;
  private static Member b;
  private static int thirdPort;
  private static int thirdOpsPort;
  @Fixture private static HaProxy proxy;

  @BeforeAll
  static void start() {
    poller = cluster.poller().awaitReady();
    a = cluster.gateway();
    b = cluster.gateway();
    thirdPort = Ports.free();
    thirdOpsPort = Ports.free();
    proxy = HaProxies.start(Path.of("conf/haproxy.cfg"), gateways());
    rows.insert(1);
    a.awaitReady();
    b.awaitReady();
    awaitOpenSessionsThroughTheProxyOn(a, b);
  }

  private static Map<String, String> gateways() {
    return Map.of(
        "GATEWAY_1",
        "127.0.0.1:" + a.port(),
        "GATEWAY_1_OPS",
        a.operations(),
        "GATEWAY_2",
        "127.0.0.1:" + b.port(),
        "GATEWAY_2_OPS",
        b.operations(),
        "GATEWAY_3",
        "127.0.0.1:" + thirdPort,
        "GATEWAY_3_OPS",
        Integer.toString(thirdOpsPort));
  }

  @Test
  void aRowWrittenBySqlReachesTheClientsOfEveryGatewayAndOfTheLoadBalancer() {
    try (WsClient ofA = new WsClient(vertx, a.port(), PATH);
        WsClient ofB = new WsClient(vertx, b.port(), PATH);
        WsClient ofProxy = new WsClient(vertx, proxy.port(), PATH)) {
      long number = rows.insert(1).get(0);
      for (WsClient client : List.of(ofA, ofB, ofProxy)) {
        await().atMost(LIMIT).until(() -> numbers(client).contains(number));
      }
      JsonObject tick = last(ofA);
      assertThat(tick).isEqualTo(last(ofB)).isEqualTo(last(ofProxy));
      assertThat(tick.fieldNames())
          .contains("type", "symbol", "bid", "ask", "mid", "timestamp", "epoch", "offset");
    }
  }

  @Test
  void aHundredRowsOfOneTransactionArriveInOrderAndOnceEverywhere() {
    try (WsClient ofA = new WsClient(vertx, a.port(), PATH);
        WsClient ofB = new WsClient(vertx, b.port(), PATH);
        WsClient ofProxy = new WsClient(vertx, proxy.port(), PATH)) {
      List<WsClient> clients = List.of(ofA, ofB, ofProxy);
      clients.forEach(client -> await().until(() -> !client.offsets().isEmpty()));
      List<Long> written = rows.insert(100);
      // One more, behind which a repeated one would have come.
      List<Long> expected = new ArrayList<>(written);
      expected.addAll(rows.insert(1));
      for (WsClient client : clients) {
        await().atMost(LIMIT).until(() -> numbers(client).contains(expected.get(100)));
        assertThat(numbers(client)).endsWith(expected.toArray(Long[]::new));
        assertThat(numbers(client)).doesNotHaveDuplicates();
        assertThat(client.offsets()).isEqualTo(dense(client.offsets()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "eventsource", "xhr-polling"})
  void theStockBridgeClientGetsEveryRowThroughTheLoadBalancer(String transport) throws IOException {
    int count = 20;
    try (ChildProcess browser = stockClient(transport, count)) {
      assertThat(browser.awaitLine("open", LIMIT)).isEqualTo("{\"open\":\"" + transport + "\"}");
      browser.awaitLine("\"snapshot\":\"true\"", LIMIT);
      List<Long> written = rows.insert(count - 1);
      browser.awaitLine("{\"refused\":\"access_denied\"}", LIMIT);
      assertThat(browser.awaitExit(LIMIT)).isZero();
      List<Long> received =
          browser.lines().stream()
              .filter(line -> line.startsWith("{\"body\""))
              .map(line -> new JsonObject(line).getJsonObject("body"))
              .map(ClusterIT::number)
              .toList();
      assertThat(received.subList(1, count)).isEqualTo(written);
    }
  }

  private static ChildProcess stockClient(String transport, int count) throws IOException {
    return ChildProcess.start(
        new ProcessBuilder(
            "node",
            "src/test/js/stock-bridge-client.cjs",
            proxy.uri("http", "/eventbus").toString(),
            transport,
            Integer.toString(count)));
  }

  @Test
  void aServiceWithoutOurClassesReceivesPlainJsonFromTheBus() {
    String member = "127.0.0.1:" + cluster.port();
    try (ForeignConsumer service = ForeignConsumer.start(cluster.name(), member, "ticks.USD_JPY")) {
      List<Long> written = rows.insert(3);
      List<JsonObject> bodies = service.await(LIMIT, received -> received.size() >= 3);
      assertThat(bodies.stream().map(ClusterIT::number)).isEqualTo(written);
      JsonObject body = bodies.get(0);
      assertThat(body.fieldNames())
          .containsExactlyInAnyOrder(
              "type", "symbol", "bid", "ask", "mid", "timestamp", "epoch", "offset");
      assertThat(body.getString("type")).isEqualTo("ticker");
      assertThat(body.getString("symbol")).isEqualTo("USD_JPY");
      assertThat(body.getDouble("bid")).isEqualTo(written.get(0) / 1000.0);
      assertThat(body.getDouble("ask")).isEqualTo((written.get(0) + 4) / 1000.0);
      assertThat(body.getDouble("mid")).isEqualTo((written.get(0) + 2) / 1000.0);
      assertThat(body.getString("timestamp"))
          .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
      assertThat(body.getLong("epoch")).isPositive();
      assertThat(bodies.get(2).getLong("offset")).isEqualTo(body.getLong("offset") + 2);
    }
  }

  @Test
  void aGatewayScaledOutServesAndScaledInExitsWithZeroAndNobodyMissesARow() {
    Member c = cluster.gateway(thirdPort, thirdOpsPort).awaitReady();
    awaitOpenSessionsThroughTheProxyOn(c);
    List<ResumingClient> clients = resuming(9);
    long rowsTimer = vertx.setPeriodic(20, tick -> rows.insertLater(1));
    try {
      await().atMost(LIMIT).until(() -> clients.stream().allMatch(x -> x.numbers().size() > 10));
      assertThat(openSessions(c)).as("clients of the new gateway").isPositive();

      c.process().terminate();
      assertThat(c.process().awaitExit(LIMIT)).isZero();

      await()
          .atMost(LIMIT)
          .until(() -> clients.stream().anyMatch(client -> !client.resumptions().isEmpty()));
    } finally {
      vertx.cancelTimer(rowsTimer);
    }
    assertNobodyMissed(clients);
    clients.forEach(ResumingClient::close);
  }

  @Test
  void aPollerKilledIsReplacedByTheStandbyAndNobodyMissesARow() {
    Member standby = cluster.poller().awaitReady();
    List<ResumingClient> clients = resuming(4);
    long rowsTimer = vertx.setPeriodic(20, tick -> rows.insertLater(1));
    long silence;
    try {
      await().atMost(LIMIT).until(() -> clients.stream().allMatch(x -> x.numbers().size() > 10));

      long killed = System.nanoTime();
      poller.process().kill();
      long first = rows.insert(1).get(0);
      await().atMost(LIMIT).until(() -> clients.get(0).numbers().contains(first));
      silence = clients.get(0).arrivalOf(first) - killed;
    } finally {
      vertx.cancelTimer(rowsTimer);
    }
    poller = standby;
    System.out.printf(
        "kill -9 of the leader, next tick at a client after %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(silence));
    assertNobodyMissed(clients);
    assertThat(clients).allMatch(client -> client.resumptions().isEmpty(), "none was cut off");
    clients.forEach(ResumingClient::close);
  }

  private static List<ResumingClient> resuming(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new ResumingClient(vertx, proxy.port(), PATH))
        .toList();
  }

  private static void assertNobodyMissed(List<ResumingClient> clients) {
    long last = rows.insert(1).get(0);
    for (ResumingClient client : clients) {
      await().atMost(LIMIT).until(() -> client.numbers().contains(last));
      assertThat(client.numbers()).isEqualTo(dense(client.numbers()));
      assertThat(client.resumptions()).allMatch(answer -> answer.getBoolean("recovered"));
    }
  }

  /** From the first to the last, each once. */
  private static List<Long> dense(List<Long> numbers) {
    return LongStream.rangeClosed(numbers.get(0), numbers.get(numbers.size() - 1)).boxed().toList();
  }

  private static void awaitOpenSessionsThroughTheProxyOn(Member... members) {
    List<WsClient> clients = new ArrayList<>();
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              clients.add(new WsClient(vertx, proxy.port(), PATH));
              return Stream.of(members).allMatch(member -> openSessions(member) > 0);
            });
    clients.forEach(WsClient::close);
  }

  private static int openSessions(Member member) {
    String line =
        member
            .metrics()
            .lines()
            .filter(text -> text.startsWith("tickgate_sessions_open"))
            .findFirst()
            .orElseThrow();
    return (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static List<Long> numbers(WsClient client) {
    return client.messages("ticker").stream().map(ClusterIT::number).toList();
  }

  private static long number(JsonObject ticker) {
    return TickRows.number(ticker.getDouble("bid"));
  }

  private static JsonObject last(WsClient client) {
    List<JsonObject> ticks = client.messages("ticker");
    return ticks.get(ticks.size() - 1);
  }
}
