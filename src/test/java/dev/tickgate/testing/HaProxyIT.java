package dev.tickgate.testing;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests the configuration of the load balancer, in front of gateways that return their name. */
class HaProxyIT {
  private static final Path CONFIGURATION = Path.of("conf/haproxy.cfg");
  private static final Duration LIMIT = AwaitLimit.LIMIT;
  private static final List<String> FALLBACKS =
      List.of(
          "xhr", "xhr_streaming", "xhr_send", "eventsource", "htmlfile", "jsonp?c=f", "jsonp_send");

  @Fixture private final Vertx vertx = Vertx.vertx();
  private final Caller caller = new Caller(LIMIT);
  @Fixture private final StubServer a = StubServer.start("A", vertx);
  @Fixture private final StubServer b = StubServer.start("B", vertx);
  private final Map<String, String> gateways =
      Map.of(
          "GATEWAY_1",
          "127.0.0.1:" + a.port(),
          "GATEWAY_1_OPS",
          Integer.toString(a.operationsPort()),
          "GATEWAY_2",
          "127.0.0.1:" + b.port(),
          "GATEWAY_2_OPS",
          Integer.toString(b.operationsPort()),
          "GATEWAY_3",
          "127.0.0.1:" + Ports.free(),
          "GATEWAY_3_OPS",
          Integer.toString(Ports.free()));

  @Test
  void bothFormsOfTheConfigurationAreValid() {
    HaProxies.check(CONFIGURATION, Map.of());
    HaProxies.check(CONFIGURATION, gateways);
  }

  @Test
  void allFallbackRequestsOfASessionReachOneGatewayAndSessionsSpread() {
    try (HaProxy proxy = HaProxies.start(CONFIGURATION, gateways)) {
      awaitAnswersOf(proxy, Set.of("A", "B"));
      Map<String, Set<String>> reached =
          sessions()
              .collect(toMap(session -> session, session -> gatewaysOfFallbacks(proxy, session)));
      assertThat(reached.values()).allMatch(names -> names.size() == 1).contains(Set.of("A"));
      assertThat(reached.values()).contains(Set.of("B"));
    }
  }

  @Test
  void webSocketsAndPlainRequestsAreNotStickyWhateverTheirSession() {
    try (HaProxy proxy = HaProxies.start(CONFIGURATION, gateways)) {
      awaitAnswersOf(proxy, Set.of("A", "B"));
      URI address = proxy.uri("ws", "/eventbus/1/same/websocket");
      List<Caller.Socket> open = IntStream.range(0, 4).mapToObj(n -> caller.open(address)).toList();
      Set<String> sockets = open.stream().map(socket -> socket.await("")).collect(toSet());
      open.forEach(Caller.Socket::close);
      assertThat(sockets).containsExactlyInAnyOrder("A", "B");

      Set<String> plain = new HashSet<>();
      IntStream.range(0, 10)
          .forEach(n -> plain.add(caller.get(proxy.uri("http", "/eventbus/info"))));
      assertThat(plain).containsExactlyInAnyOrder("A", "B");
    }
  }

  @Test
  void aGatewayMoreMovesNoLiveSessionAndTakesNewOnes() {
    try (HaProxy proxy = HaProxies.start(CONFIGURATION, gateways)) {
      awaitAnswersOf(proxy, Set.of("A", "B"));
      Map<String, String> before = gatewayBySession(proxy);
      int port = URI.create("http://" + gateways.get("GATEWAY_3")).getPort();
      int operations = Integer.parseInt(gateways.get("GATEWAY_3_OPS"));
      try (StubServer c = StubServer.start("C", vertx, port, operations)) {
        awaitAnswersOf(proxy, Set.of("A", "B", "C"));
        assertThat(gatewayBySession(proxy)).isEqualTo(before);
        Set<String> ofNew = new HashSet<>();
        IntStream.range(0, 60).forEach(n -> ofNew.add(xhr(proxy, "new" + n)));
        assertThat(c.port()).isEqualTo(port);
        assertThat(ofNew).contains("C");
      }
    }
  }

  @Test
  void aGatewayThatIsNotReadyGetsNoNewRequestsAndItsSessionsFindAnother() {
    try (HaProxy proxy = HaProxies.start(CONFIGURATION, gateways)) {
      awaitAnswersOf(proxy, Set.of("A", "B"));
      Map<String, String> before = gatewayBySession(proxy);
      assertThat(before).containsValue("A");
      a.ready(false);
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> Set.copyOf(gatewayBySession(proxy).values()).equals(Set.of("B")));
      Awaitility.await()
          .atMost(LIMIT)
          .until(
              () ->
                  IntStream.range(0, 6)
                      .allMatch(n -> caller.get(proxy.uri("http", "/")).equals("B")));
      a.ready(true);
      awaitAnswersOf(proxy, Set.of("A", "B"));
    }
  }

  @Test
  void anOpenWebSocketOutlivesAReload() throws Exception {
    try (HaProxy proxy = HaProxies.start(CONFIGURATION, gateways)) {
      awaitAnswersOf(proxy, Set.of("A", "B"));
      try (Caller.Socket socket = caller.open(proxy.uri("ws", "/ws"))) {
        reload(proxy);
        awaitAnswersOf(proxy, Set.of("A", "B"));
        socket.send("still here");
        assertThat(socket.await("heard")).endsWith("heard still here");
      }
    }
  }

  @Test
  void aStreamedEventArrivesThoughTheResponseGoesOn() {
    try (HaProxy proxy = HaProxies.start(CONFIGURATION, gateways)) {
      String event = "data: tick\n\n";
      assertThat(caller.firstOf(proxy.uri("http", "/sse"), event.length())).isEqualTo(event);
    }
  }

  @Test
  void aClientCannotSayWhereItComesFrom() {
    try (HaProxy proxy = HaProxies.start(CONFIGURATION, gateways)) {
      HttpRequest request =
          HttpRequest.newBuilder(proxy.uri("http", "/address"))
              .header("X-Forwarded-For", "203.0.113.9")
              .build();
      assertThat(caller.send(request)).isEqualTo("127.0.0.1");
    }
  }

  private static Stream<String> sessions() {
    return IntStream.range(0, 40).mapToObj(n -> "session" + n);
  }

  private Set<String> gatewaysOfFallbacks(HaProxy proxy, String session) {
    Set<String> names = new HashSet<>();
    for (String transport : FALLBACKS) {
      // The client chooses the server segment at random; it does not identify the session.
      String path = "/eventbus/" + FALLBACKS.indexOf(transport) + "/" + session + "/" + transport;
      names.add(caller.get(proxy.uri("http", path)));
    }
    return names;
  }

  private Map<String, String> gatewayBySession(HaProxy proxy) {
    return sessions().collect(toMap(session -> session, session -> xhr(proxy, session)));
  }

  private String xhr(HaProxy proxy, String session) {
    return caller.get(proxy.uri("http", "/eventbus/0/" + session + "/xhr"));
  }

  private void awaitAnswersOf(HaProxy proxy, Set<String> names) {
    Set<String> answers = new HashSet<>();
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> {
              answers.add(caller.get(proxy.uri("http", "/")));
              return answers.containsAll(names);
            });
  }

  private static void reload(HaProxy proxy) throws IOException {
    long loaded = proxy.process().lines().stream().filter(HaProxyIT::isLoaded).count();
    Programs.run("kill", "-USR2", Long.toString(proxy.process().pid()));
    proxy
        .process()
        .await(
            "a reload",
            LIMIT,
            () -> proxy.process().lines().stream().filter(HaProxyIT::isLoaded).count() > loaded);
  }

  private static boolean isLoaded(String line) {
    return line.contains("Loading success");
  }
}
