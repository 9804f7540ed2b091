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

/** Many clients of one stream; each only counts its ticks. */
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
      // Only the loop of the connection writes.
      ticks = ticks + 1;
    }
  }

  /** Connects {@code count} more clients to a port, 50 at a time. */
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

  /** Whether the newest tick of each client has this offset or a later one. */
  public boolean allHave(long offset) {
    return members.stream().allMatch(member -> member.last >= offset);
  }

  /** Whether a client received a tick that did not follow the one before. */
  public boolean anyMissed() {
    return members.stream().anyMatch(member -> member.broken);
  }

  @Override
  public void close() {
    GatewayFixture.await(client.close());
  }
}
