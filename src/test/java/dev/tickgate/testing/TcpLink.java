package dev.tickgate.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Forwards TCP connections to the first of several servers that accepts them, and cuts them on
 * request.
 */
public final class TcpLink implements AutoCloseable {
  // Read by event loops.
  private final List<Integer> servers;
  private final NetServer listener;
  private final NetClient client;
  // Each event loop adds and removes its own connections.
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  private TcpLink(Vertx vertx, List<Integer> servers) {
    this.servers = new CopyOnWriteArrayList<>(servers);
    this.client = vertx.createNetClient();
    this.listener = vertx.createNetServer().connectHandler(near -> connect(near, 0));
  }

  /** Listens on a free port; returns when it listens. */
  public static TcpLink start(Vertx vertx, List<Integer> servers) {
    TcpLink link = new TcpLink(vertx, servers);
    GatewayFixture.await(link.listener.listen(0, "127.0.0.1"));
    return link;
  }

  public int port() {
    return listener.actualPort();
  }

  /**
   * Ends each open connection after that many further bytes to its client, or when the client sends
   * another request.
   */
  public void cutAfter(int bytes) {
    connections.forEach(connection -> connection.left = bytes);
  }

  /** Opens no further connection to that server; existing connections stay open. */
  public void avoid(int server) {
    servers.remove((Integer) server);
  }

  private void connect(NetSocket near, int server) {
    near.pause();
    client
        .connect(servers.get(server), "127.0.0.1")
        .onSuccess(far -> connections.add(new Connection(near, far)))
        .onFailure(
            refused -> {
              if (server + 1 < servers.size()) {
                connect(near, server + 1);
              } else {
                near.close();
              }
            });
  }

  /** The two sockets of a connection. */
  private final class Connection {
    private final NetSocket near;
    private final NetSocket far;
    // Written by the test's thread: the bytes until the end.
    private volatile int left = Integer.MAX_VALUE;

    Connection(NetSocket near, NetSocket far) {
      this.near = near;
      this.far = far;
      near.handler(this::request);
      far.handler(this::answer);
      near.closeHandler(closed -> end());
      far.closeHandler(closed -> end());
      near.resume();
    }

    private void request(Buffer bytes) {
      if (left == Integer.MAX_VALUE) {
        far.write(bytes);
      } else {
        // Ends the connection instead: with a part of a response head, the client would report an
        // error and not try again.
        end();
      }
    }

    private void answer(Buffer bytes) {
      if (left == Integer.MAX_VALUE) {
        near.write(bytes);
        return;
      }
      int now = Math.min(left, bytes.length());
      left -= now;
      near.write(bytes.slice(0, now));
      if (left == 0) {
        end();
      }
    }

    private void end() {
      connections.remove(this);
      near.close();
      far.close();
    }
  }

  @Override
  public void close() {
    new ArrayList<>(connections).forEach(Connection::end);
    GatewayFixture.await(listener.close());
    GatewayFixture.await(client.close());
  }
}
