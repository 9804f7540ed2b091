package dev.tickgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Handler;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything over TLS. */
class TlsTest extends TlsCase {
  private static final int TICKS = 200;
  private static final Map<String, Integer> CALLS =
      Map.of(
          "/", 200,
          "/api/ticks/USD_JPY", 200,
          "/api/ticks/NONE", 404,
          "/ws", 426,
          "/eventbus/info", 200,
          "/sse", 400,
          "/eventbus/000/a/jsonp?c=f", 200);

  @Test
  void aWebSocketHearsEverythingAndWhyItIsClosed() {
    start(LONG, LONG);
    List<Long> offsets = new CopyOnWriteArrayList<>();
    WebSocket socket =
        socket("/ws/ticker_usd_jpy", text -> offsets.add(new JsonObject(text).getLong("offset")));
    await().until(() -> !offsets.isEmpty());

    publish();
    await().until(() -> offsets.size() == TICKS);
    AtomicBoolean closed = new AtomicBoolean();
    socket.closeHandler(gone -> closed.set(true));
    socket.writeTextMessage("x".repeat(70_000));

    assertThat(offsets).isEqualTo(LongStream.rangeClosed(1, TICKS).boxed().toList());
    await().untilTrue(closed);
    assertThat(socket.closeStatusCode()).isEqualTo((short) 1009);
  }

  private WebSocket socket(String path, Handler<String> heard) {
    WebSocketClientOptions options =
        new WebSocketClientOptions()
            .setSsl(true)
            .setVerifyHost(false)
            .setTrustOptions(
                new PemTrustOptions().addCertPath(authority.authority(dir).toString()));
    WebSocketClient client = gateway.vertx.createWebSocketClient(options);
    clients.add(client);
    return GatewayFixture.await(
        client
            .connect(gateway.port(), "127.0.0.1", path)
            // Before the first frame: the snapshot comes with the handshake.
            .map(connected -> connected.textMessageHandler(heard)));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void eventsComeOverBothVersionsOfHttp(Version version) throws Exception {
    start(LONG, LONG);
    HttpResponse<InputStream> answer =
        client(version).send(request("/sse?topic=" + TOPIC), BodyHandlers.ofInputStream());
    assertThat(answer.version()).isEqualTo(version);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      List<Long> offsets = new ArrayList<>();
      next(lines, offsets);
      publish();
      while (offsets.size() < TICKS) {
        next(lines, offsets);
      }

      assertThat(offsets).isEqualTo(LongStream.rangeClosed(1, TICKS).boxed().toList());
    }
  }

  private static void next(BufferedReader lines, List<Long> offsets) throws IOException {
    String line = lines.readLine();
    if (line.startsWith("data: ")) {
      offsets.add(new JsonObject(line.substring("data: ".length())).getLong("offset"));
    }
  }

  @Test
  void pagesAndCallsComeOverHttp2() throws Exception {
    start(LONG, LONG);
    HttpClient client = client(Version.HTTP_2);
    for (Map.Entry<String, Integer> each : CALLS.entrySet()) {
      HttpResponse<String> answer = client.send(request(each.getKey()), BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(Version.HTTP_2);
      assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(each.getValue());
      assertThat(answer.headers().firstValue("strict-transport-security"))
          .contains("max-age=31536000");
      assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
          .startsWith("default-src 'self'; ");
    }
  }

  @Test
  void itsOwnOriginIsTheEncryptedOne() throws Exception {
    start(LONG, LONG);
    for (Version version : Version.values()) {
      String own = "127.0.0.1:" + gateway.port();
      assertThat(status(version, "https://" + own)).isEqualTo(200);
      assertThat(status(version, "http://" + own)).isEqualTo(403);
    }
  }

  private int status(Version version, String origin) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/ticks/USD_JPY")).header("Origin", origin).build();
    return client(version).send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aNewCertificateIsShownAndABrokenOneIsNot() throws Exception {
    start(LONG, LONG);
    assertThat(shown()).isEqualTo("CN=gateway");

    Certificates.Pair second = authority.issue(dir, "second");
    // As between the two writes of who renews them.
    Files.copy(second.cert(), files.cert(), StandardCopyOption.REPLACE_EXISTING);
    await().during(Duration.ofSeconds(3)).until(() -> shown().equals("CN=gateway"));
    Files.copy(second.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    await().until(() -> shown().equals("CN=second"));
  }

  @Test
  void aRequestOfTwoLengthsIsRefusedHereToo() throws IOException {
    start(LONG, LONG);
    try (SSLSocket socket =
        (SSLSocket)
            authority.trusting().getSocketFactory().createSocket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(60_000);
      String request =
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(heard).startsWith("HTTP/1.1 400 ");
    }
  }

  private String shown() throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            authority.trusting().getSocketFactory().createSocket("127.0.0.1", gateway.port())) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    }
  }

  private void publish() {
    for (int i = 1; i < TICKS; i++) {
      gateway.leader.publish();
    }
  }

  private HttpClient client(Version version) {
    return HttpClient.newBuilder().version(version).sslContext(authority.trusting()).build();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(AwaitLimit.LIMIT).build();
  }

  private URI uri(String path) {
    return URI.create("https://127.0.0.1:" + gateway.port() + path);
  }
}
