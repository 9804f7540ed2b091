package dev.tickgate.http;

import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Certificates;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with TLS, and clients that trust its authority. */
abstract class TlsCase {
  static final Duration LONG = Duration.ofMinutes(10);
  static final String TOPIC = "ticks.USD_JPY";

  @TempDir Path dir;
  final Certificates authority = new Certificates("test authority");
  Certificates.Pair files;
  // Keeps the clients reachable: a client that is garbage-collected closes its connections.
  final List<Object> clients = new ArrayList<>();
  @Fixture GatewayFixture gateway;

  @BeforeEach
  void issue() {
    files = authority.issue(dir, "gateway");
  }

  void start(Duration request, Duration idle) {
    Limits limits = new Limits(0, 0, 0, 0, 0, 0, 64 << 20, 65_536, 0, 1, request, idle);
    gateway = new GatewayFixture(2, 1000, Duration.ofSeconds(30), limits, false, 100, edge(files));
    GatewayFixture.await(gateway.leader.serve());
    gateway.leader.publish();
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }

  static EdgeSettings edge(Certificates.Pair files) {
    return new EdgeSettings(
        Origins.of(List.of()),
        Proxies.of(List.of()),
        false,
        Optional.of(new PemFiles(files.cert(), files.key())));
  }

  /** A connection on which the client writes the bytes of HTTP/2 itself. */
  static SSLSocket rawHttp2(Certificates authority, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) authority.trusting().getSocketFactory().createSocket("127.0.0.1", port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  HttpClientConnection connection() {
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setVerifyHost(false)
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setTrustOptions(
                new PemTrustOptions().addCertPath(authority.authority(dir).toString()));
    HttpConnectOptions to =
        new HttpConnectOptions().setHost("127.0.0.1").setPort(gateway.port()).setSsl(true);
    HttpClientAgent client = gateway.vertx.createHttpClient(options);
    clients.add(client);
    return GatewayFixture.await(client.connect(to));
  }

  static Future<HttpClientRequest> ask(
      HttpClientConnection connection, HttpMethod method, String path) {
    return connection.request(new RequestOptions().setMethod(method).setURI(path));
  }
}
