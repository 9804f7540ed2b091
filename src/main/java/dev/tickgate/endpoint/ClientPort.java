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

/** The listener of one event loop for clients. Confined to that loop, except {@link #actual}. */
final class ClientPort {
  // Any free port, the same for all instances.
  private static final int ANY_PORT = -1;
  private static final int BACKLOG = 10_000;
  // Milliseconds. With a ping every 25 s, the connection of a client that vanished is closed within
  // 55 s.
  private static final int UNACKNOWLEDGED = 30_000;
  // Milliseconds between two checks for a new certificate.
  private static final long RENEWAL = 2_000;

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final EdgeSettings edge;
  private HttpServer server;

  /**
   * @param port 0 for any free port
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
        // With h2c enabled, Vert.x reports a connection only after it has ruled out HTTP/2.
        .setHttp2ClearTextEnabled(false)
        // WebSocketHandshake negotiates compression itself.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setUseProxyProtocol(edge.proxyProtocol())
        .setTcpUserTimeout(UNACKNOWLEDGED);
  }

  /**
   * @return fails with a {@link BindException} if it cannot listen on the port, with an {@link
   *     IOException} if it cannot use the certificate
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

  /** Returns the port on which it listens; any thread may call. */
  int actual() {
    return server.actualPort();
  }

  Future<Void> close() {
    return server.close();
  }
}
