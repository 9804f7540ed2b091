package dev.tickgate.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.access.Principal;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Origins;
import dev.tickgate.http.PemFiles;
import dev.tickgate.http.Proxies;
import dev.tickgate.stream.Position;
import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred clients that break off leave no session, connection or counter behind. */
class BrokenOffStreamsTest {
  private static final String PATH = "/api/realtime/events?channels=orders,pricing&token=t";
  // CANCEL, by which browsers end a stream.
  private static final long CANCEL = 8;
  private static final EventSettings SETTINGS =
      new EventSettings(
          true,
          List.of(
              new Channel("orders", List.of("ORDER_RECEIVED"), false),
              new Channel("pricing", List.of("PRICE_CHANGE"), false)),
          Duration.ofMillis(100),
          Duration.ofSeconds(1));

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final RecordedConnections connections = new RecordedConnections();
  private GatewayFixture gateway;

  private void start(EdgeSettings edge) {
    EventSchemas schemas = new EventSchemas(SETTINGS.channels(), InstantSource.system());
    Principal anyToken = new Principal("office", Map.of(), Principal.Credential.NONE);
    gateway =
        GatewayFixture.ofEvents(
            Realtime.of(SETTINGS, schemas, connections),
            edge,
            token -> Future.succeededFuture(anyToken));
    for (Channel channel : SETTINGS.channels()) {
      gateway.hubs.post(hub -> hub.fill(channel.topic(), new Position(7, 0), List.of()));
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    GatewayFixture.await(vertx.close());
  }

  /** A quarter each: without a request, within it, after the response's head, after an event. */
  @Test
  void overHttp1() throws IOException {
    start(edge(Optional.empty()));
    String request = "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    List<String> sent = List.of("", request.substring(0, 40), request, request);
    List<String> awaited = List.of("", "", "\r\n\r\n", "\"type\":\"connected\"");
    for (int i = 0; i < 200; i++) {
      try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
        // The end is a reset, also where the client has not read everything.
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(sent.get(i % 4).getBytes(US_ASCII));
        readUntil(awaited.get(i % 4), socket.getInputStream());
      }
    }

    nothingIsLeftOf(100);
  }

  private static void readUntil(String end, InputStream from) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = from.read();
      assertThat(next).isNotNegative();
      text.append((char) next);
    }
  }

  /** Half of them each: the client resets the stream, or its connection is cut with all streams. */
  @Test
  void overHttp2() throws IOException {
    Certificates.Pair files = new Certificates("test authority").issue(directory, "gateway");
    start(edge(Optional.of(new PemFiles(files.cert(), files.key()))));
    for (int connection = 0; connection < 20; connection++) {
      HttpClient client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setSsl(true)
                  .setUseAlpn(true)
                  .setTrustAll(true)
                  .setVerifyHost(false));
      List<HttpClientRequest> streams = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        streams.add(GatewayFixture.await(openedWithAnEvent(client)));
      }
      if (connection % 2 == 0) {
        streams.forEach(stream -> stream.reset(CANCEL));
        int ended = (connection / 2 + 1) * 10;
        await().until(() -> connections.closed.get() >= ended);
      }
      GatewayFixture.await(streams.get(0).connection().close());
      GatewayFixture.await(client.close());
    }

    nothingIsLeftOf(200);
  }

  /** A stream whose first event has come. */
  private Future<HttpClientRequest> openedWithAnEvent(HttpClient client) {
    Promise<HttpClientRequest> opened = Promise.promise();
    client
        .request(HttpMethod.GET, gateway.port(), "127.0.0.1", PATH)
        .compose(
            request ->
                request
                    .send()
                    .onSuccess(
                        response -> {
                          assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
                          response.exceptionHandler(reset -> {});
                          response.handler(event -> opened.tryComplete(request));
                        }))
        .onFailure(opened::tryFail);
    return opened.future();
  }

  private static EdgeSettings edge(Optional<PemFiles> tls) {
    return new EdgeSettings(Origins.of(List.of()), Proxies.of(List.of()), false, tls);
  }

  private void nothingIsLeftOf(int streams) {
    await().until(() -> connections.closed.get() == streams);
    await().until(() -> gateway.reached.open() == 0);
    await().until(() -> gateway.counter.connections() == 0);
    assertThat(connections.resumed).hasSize(streams);
    assertThat(connections.open).isEmpty();
  }
}
