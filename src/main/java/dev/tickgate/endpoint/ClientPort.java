package dev.tickgate.endpoint;

import dev.tickgate.http.Certificate;
import dev.tickgate.http.EdgeSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;

/** The port of the clients, as one event loop listens on it. Used by that loop. */
final class ClientPort {
  // Any free port, the same for all instances.
  private static final int ANY_PORT = -1;
  private static final int BACKLOG = 10_000;
  // With a sign of life every 25 s, who has vanished is gone within 55.
  private static final int UNACKNOWLEDGED = 30_000;
  // How soon a new certificate is seen.
  private static final long RENEWAL = 2_000;

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final EdgeSettings edge;
  private HttpServer server;

  /**
   * @param port 0: any free one
   */
  ClientPort(Vertx vertx, String host, int port, EdgeSettings edge) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.edge = edge;
  }

  HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port == 0 ? ANY_PORT : port)
        .setAcceptBacklog(BACKLOG)
        // Before it knows that a connection does not speak HTTP/2, Vert.x does not tell of it.
        .setHttp2ClearTextEnabled(false)
        // Our handshake agrees on compression itself.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setUseProxyProtocol(edge.proxyProtocol())
        .setTcpUserTimeout(UNACKNOWLEDGED);
  }

  /**
   * @return failed with a {@link BindException} where the port cannot be had, with an {@link
   *     IOException} where the certificate cannot be shown
   */
  Future<HttpServer> listen(RequestPipeline entrance) {
    Optional<Certificate> certificate = edge.tls().map(files -> new Certificate(vertx, files));
    return certificate
        .map(known -> known.into(options()).recover(ClientPort::cannotBeShown))
        .orElseGet(() -> Future.succeededFuture(options()))
        .compose(
            options -> {
              server = vertx.createHttpServer(options);
              entrance.of(server);
              return server.listen().recover(failure -> Future.failedFuture(cannotListen(failure)));
            })
        .onSuccess(listening -> certificate.ifPresent(this::watch));
  }

  private static Future<HttpServerOptions> cannotBeShown(Throwable failure) {
    return Future.failedFuture(
        new IOException("http.tls.cert, http.tls.key: " + failure.getMessage(), failure));
  }

  private void watch(Certificate certificate) {
    vertx.setPeriodic(RENEWAL, timer -> certificate.renew(server::updateSSLOptions));
  }

  private BindException cannotListen(Throwable failure) {
    boolean taken = String.valueOf(failure.getMessage()).contains("already in use");
    BindException clear =
        new BindException(
            taken
                ? "http.port %d is in use; choose another, or 0 for any".formatted(port)
                : "http.host %s, http.port %d cannot be listened on: %s"
                    .formatted(host, port, failure.getMessage()));
    clear.initCause(failure);
    return clear;
  }

  /** Where it listens; any thread may ask. */
  int actual() {
    return server.actualPort();
  }

  Future<Void> close() {
    return server.close();
  }
}
