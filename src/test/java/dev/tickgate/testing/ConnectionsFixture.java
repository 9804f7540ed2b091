package dev.tickgate.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Many clients of one stream, of which each only counts what it gets. */
public final class ConnectionsFixture implements AutoCloseable {
  private final WebSocketClient client;
  private final List<Member> members = new CopyOnWriteArrayList<>();

  public ConnectionsFixture(Vertx vertx, int size) {
    client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(size));
  }

  /** Written by the event loop of its connection, read by the test. */
  private static final class Member {
    private volatile long ticks;
    private volatile long last;
    private volatile boolean broken;

    void received(String text) {
      JsonObject message = new JsonObject(text);
      if (!"ticker".equals(message.getString("type"))) {
        return;
      }
      long offset = message.getLong("offset");
      broken |= ticks > 0 && offset != last + 1;
      last = offset;
      // Only this loop writes.
      ticks = ticks + 1;
    }
  }

  /** So many more connect to a port, not all at once. */
  public void join(int port, String path, int count) {
    int together = 50;
    for (int done = 0; done < count; done += together) {
      List<Future<WebSocket>> opening = new ArrayList<>();
      IntStream.range(0, Math.min(together, count - done))
          .forEach(n -> opening.add(open(port, path)));
      GatewayFixture.await(Future.all(opening));
    }
  }

  private Future<WebSocket> open(int port, String path) {
    Member member = new Member();
    members.add(member);
    return client
        .connect(port, "127.0.0.1", path)
        .onSuccess(socket -> socket.textMessageHandler(member::received));
  }

  /** Whether each of them has a tick of this offset as its newest, or a later one. */
  public boolean allHave(long offset) {
    return members.stream().allMatch(member -> member.last >= offset);
  }

  /** Whether one of them got a tick that did not follow the one before. */
  public boolean anyMissed() {
    return members.stream().anyMatch(member -> member.broken);
  }

  @Override
  public void close() {
    GatewayFixture.await(client.close());
  }
}
