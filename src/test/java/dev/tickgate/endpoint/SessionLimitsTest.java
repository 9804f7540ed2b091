package dev.tickgate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Limit;
import dev.tickgate.http.Limits;
import dev.tickgate.http.Origins;
import dev.tickgate.http.PemFiles;
import dev.tickgate.http.Proxies;
import dev.tickgate.protocol.CloseCode;
import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.RawHttp;
import dev.tickgate.testing.RawWebSocket;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of connections hold for sessions, whatever transport opened them. */
class SessionLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String BRIDGE = "/eventbus/000/s";
  private static final String SSE = "/sse?topic=ticks.USD_JPY";

  @Fixture private GatewayFixture gateway;
  @Fixture private final List<AutoCloseable> open = new ArrayList<>();

  private void start(int connections, int perAddress) {
    start(connections, perAddress, Optional.empty());
  }

  private void start(int connections, int perAddress, Optional<PemFiles> tls) {
    EdgeSettings edge = new EdgeSettings(Origins.of(List.of()), Proxies.of(List.of()), false, tls);
    Limits limits =
        new Limits(connections, perAddress, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, LONG, LONG);
    gateway = new GatewayFixture(2, 100, LONG, limits, true, 100, edge);
  }

  private <T extends AutoCloseable> T keep(T each) {
    open.add(each);
    return each;
  }

  private static String ask(RawHttp connection, String method, String path, String end) {
    String head = method + " " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    return connection.say(head).hearUntil(end);
  }

  private static String poll(RawHttp connection, String path) {
    String head = ask(connection, "POST", path, "\r\n\r\n");
    return head + connection.hearUntil(head.startsWith("HTTP/1.1 200 ") ? "\r\n0\r\n\r\n" : "}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, 429, TOO_MANY_CONNECTIONS, CONNECTIONS_PER_ADDRESS",
    "5, 0, 503, SERVER_FULL, CONNECTIONS"
  })
  void theSixthSessionOverOneConnectionIsRefused(
      int connections, int perAddress, int status, String code, Limit limit) {
    start(connections, perAddress);
    RawHttp connection = keep(new RawHttp(gateway.port()));
    for (int i = 0; i < 5; i++) {
      assertThat(poll(connection, BRIDGE + i + "/xhr")).startsWith("HTTP/1.1 200 ").contains("o\n");
    }

    for (int i = 5; i < 40; i++) {
      assertThat(poll(connection, BRIDGE + i + "/xhr")).contains("\"code\":\"" + code + "\"");
    }
    assertThat(gateway.reached.count(limit)).isEqualTo(35);
    assertThat(gateway.counter.sessions()).isEqualTo(5);
    assertThat(gateway.hubs.sessions()).isEqualTo(5);
    // Sessions that are there are served on, however their ids are written.
    String send = BRIDGE + "%30/xhr_send";
    assertThat(ask(connection, "POST", send, "\r\n")).startsWith("HTTP/1.1 500 ");
    connection.hearUntil("Payload expected.");
    // Other transports are refused as well.
    ask(connection, "GET", SSE, "\r\n\r\n");
    assertThat(connection.hearUntil("}")).contains(code);
    ask(connection, "GET", "/eventbus/000/t/jsonp?c=f", "\r\n\r\n");
    assertThat(connection.hearUntil("}")).contains(code);
    RawHttp socket = keep(new RawHttp(gateway.port()));
    socket.say(RawWebSocket.request("/ws"));
    assertThat(socket.hearUntil("}")).startsWith("HTTP/1.1 " + status).contains(code);

    await().until(() -> gateway.counter.sessions() == 0);
    assertThat(poll(connection, BRIDGE + "again/xhr")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void theSixthStreamOverOneConnectionOfHttp2IsRefusedAndTheOthersGoOn(@TempDir Path dir)
      throws Exception {
    Certificates authority = new Certificates("test authority");
    Certificates.Pair files = authority.issue(dir, "gateway");
    start(0, 5, Optional.of(new PemFiles(files.cert(), files.key())));
    GatewayFixture.await(gateway.leader.serve());
    HttpClient client = HttpClient.newBuilder().sslContext(authority.trusting()).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + SSE)).build();
    List<InputStream> streams = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(200);
      streams.add(answer.body());
    }

    HttpResponse<String> sixth = client.send(request, BodyHandlers.ofString());

    assertThat(sixth.statusCode()).isEqualTo(429);
    assertThat(sixth.body()).contains("TOO_MANY_CONNECTIONS");
    assertThat(gateway.counter.connections()).isEqualTo(1);
    gateway.leader.publish();
    for (InputStream stream : streams) {
      assertThat(new String(stream.readNBytes(3))).isEqualTo("id:");
      stream.close();
    }
    await().until(() -> gateway.counter.sessions() == 0);
    await().until(() -> gateway.hubs.sessions() == 0);
  }

  @Test
  void aSessionThatWeEndedCountsUntilItIsForgotten() {
    start(0, 1);
    RawHttp connection = keep(new RawHttp(gateway.port()));
    AtomicInteger id = new AtomicInteger();

    // A session is forgotten after 5 s, also while the machine stands still.
    await().until(() -> countsThoughItEnded(connection, id.incrementAndGet()));

    await().until(() -> gateway.counter.sessions() == 0);
  }

  private boolean countsThoughItEnded(RawHttp connection, int id) {
    await().until(() -> gateway.counter.sessions() == 0);
    String closed = "/diag/sockjs/close/000/c" + id + "/xhr";
    return poll(connection, closed).contains("o\n")
        && poll(connection, closed).contains("c[3000")
        && gateway.hubs.sessions() == 0
        && gateway.counter.sessions() == 1
        && poll(connection, BRIDGE + "other" + id + "/xhr").contains("TOO_MANY_CONNECTIONS");
  }

  @Test
  void aRequestThatOpensNoSessionCountsNone() {
    start(0, 1);
    RawHttp connection = keep(new RawHttp(gateway.port()));
    for (int i = 0; i < 3; i++) {
      ask(connection, "GET", "/eventbus/000/j" + i + "/jsonp", "\r\n\r\n");
      connection.hearUntil("required");
      awaitNoSession();
      ask(connection, "GET", "/sse", "}");
      awaitNoSession();
      ask(connection, "GET", "/eventbus/000/j" + i + "/xhr", "\r\n\r\n");
      connection.hearUntil("}");
      awaitNoSession();
    }

    connection.close();
    await().until(() -> gateway.counter.connections() == 0);
    RawWebSocket socket = keep(new RawWebSocket(gateway.port(), "/ws"));
    assertThat(gateway.counter.sessions()).isEqualTo(1);
    socket.close();
    await().until(() -> gateway.counter.sessions() == 0);
  }

  /** The loop that serves a request counts it until it has answered, and the client is as quick. */
  private void awaitNoSession() {
    await().until(() -> gateway.counter.sessions() == 0);
  }

  /** The server ends the stream, and the connection stays. */
  @Test
  void aStreamThatWeEndedIsCountedNoMore() {
    start(0, 1);
    RawHttp connection = keep(new RawHttp(gateway.port()));
    ask(connection, "GET", SSE, "\r\n\r\n");
    assertThat(gateway.counter.sessions()).isEqualTo(1);

    gateway.hubs.post(hub -> hub.sessions().endSome(1, CloseCode.UNAUTHORIZED));

    connection.hearUntil("event: close");
    await().until(() -> gateway.counter.sessions() == 0);
  }
}
