package dev.tickgate.store;

import dev.tickgate.store.DatabaseUrl.Host;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Requests TLS from a server on a separate connection. The driver does not close a connection whose
 * server refuses TLS, and does not report why a handshake failed.
 */
final class TlsProbe {
  private static final int SSL_REQUEST = 80877103;
  private static final Buffer QUESTION = Buffer.buffer().appendInt(8).appendInt(SSL_REQUEST);

  private final DatabaseUrl url;
  private final NetClient client;

  TlsProbe(Vertx vertx, DatabaseUrl url) {
    this.url = url;
    this.client = vertx.createNetClient(Pools.net(url.connectTimeout()));
  }

  /**
   * Whether TLS can be used; false where the server does not offer it.
   *
   * @return failed where the handshake fails
   */
  Future<Boolean> succeeds(Host host, ClientSSLOptions tls) {
    return client
        .connect(host.port(), host.name())
        .compose(
            socket ->
                attempt(socket, host, tls)
                    .timeout(url.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .eventually(socket::close));
  }

  private Future<Boolean> attempt(NetSocket socket, Host host, ClientSSLOptions tls) {
    return ask(socket, host)
        .compose(
            offered ->
                offered
                    ? socket.upgradeToSsl(tls).map(true).recover(failure -> failed(host, failure))
                    : Future.succeededFuture(false));
  }

  private <T> Future<T> failed(Host host, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Future.failedFuture(
        new IOException(
            "TLS with %s failed (sslmode=%s), its certificate or protocol is not accepted: %s"
                .formatted(host, url.tls().mode().text(), cause.getMessage()),
            failure));
  }

  private static Future<Boolean> ask(NetSocket socket, Host host) {
    Promise<Boolean> answer = Promise.promise();
    socket.closeHandler(
        closed -> answer.tryFail(new IOException("%s closed the connection".formatted(host))));
    socket.handler(
        bytes -> {
          switch (bytes.getByte(0)) {
            case 'S' -> answer.tryComplete(true);
            case 'N' -> answer.tryComplete(false);
            default ->
                answer.tryFail(new IOException("%s is no PostgreSQL server".formatted(host)));
          }
        });
    return socket.write(QUESTION).compose(written -> answer.future());
  }
}
