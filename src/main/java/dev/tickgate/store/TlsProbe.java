package dev.tickgate.store;

import dev.tickgate.store.DatabaseUrl.Host;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server whether it offers TLS, on a connection of its own: the driver leaves one open whose
 * server says no.
 */
final class TlsProbe {
  private static final int SSL_REQUEST = 80877103;
  private static final Buffer QUESTION = Buffer.buffer().appendInt(8).appendInt(SSL_REQUEST);

  private TlsProbe() {}

  static Future<Boolean> offersTls(Vertx vertx, DatabaseUrl url, Host host) {
    NetClient client = vertx.createNetClient(Pools.net(url.connectTimeout()));
    return client
        .connect(host.port(), host.name())
        .compose(
            socket ->
                ask(socket, host).timeout(url.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
        .eventually(client::close);
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
