package dev.tickgate.system;

import dev.tickgate.testing.DatabaseFixture;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;

/** A session of {@code /ws} that subscribes to many topics and remembers no message. */
final class TopicSubscriber implements AutoCloseable {
  private static final int CHUNK = 500;
  // So many of a chunk wait for their position before they leave.
  private static final int PATIENT = 10;

  private final WebSocketClient client;
  private final WebSocket socket;
  // Its event loop reads it for each message.
  private volatile Consumer<String> listener = message -> {};

  TopicSubscriber(Vertx vertx, int port) {
    client = vertx.createWebSocketClient();
    socket =
        DatabaseFixture.await(
            client
                .connect(port, "127.0.0.1", "/ws")
                .map(connected -> connected.textMessageHandler(text -> listener.accept(text))));
  }

  /**
   * Subscribes to each topic when the first message of the one before has come.
   *
   * @return the nanoseconds that each took
   */
  CompletableFuture<long[]> subscribeOneByOne(List<String> topics) {
    CompletableFuture<long[]> done = new CompletableFuture<>();
    long[] nanos = new long[topics.size()];
    int[] next = {0};
    long[] sent = {System.nanoTime()};
    listener =
        text -> {
          if (!text.contains("\"n\":1")) {
            return;
          }
          long now = System.nanoTime();
          nanos[next[0]++] = now - sent[0];
          if (next[0] == topics.size()) {
            done.complete(nanos);
          } else {
            sent[0] = System.nanoTime();
            send("subscribe", topics.get(next[0]));
          }
        };
    send("subscribe", topics.get(0));
    return done;
  }

  /** Subscribes to topics that were never published to, and leaves them. */
  void comeAndGo(String prefix, int names) {
    for (int first = 0; first < names; first += CHUNK) {
      Phaser positions = new Phaser(1 + PATIENT);
      Phaser left = new Phaser(1 + CHUNK);
      listener =
          text -> {
            if (text.contains("\"unsubscribed\"")) {
              left.arrive();
            } else if (text.contains("\"subscribed\"") && text.contains(".patient")) {
              positions.arrive();
            }
          };
      for (int n = first; n < first + CHUNK; n++) {
        if (n < first + PATIENT) {
          send("subscribe", prefix + n + ".patient");
        } else {
          send("subscribe", prefix + n);
          send("unsubscribe", prefix + n);
        }
      }
      positions.arriveAndAwaitAdvance();
      for (int n = first; n < first + PATIENT; n++) {
        send("unsubscribe", prefix + n + ".patient");
      }
      left.arriveAndAwaitAdvance();
    }
  }

  private void send(String type, String topic) {
    socket.writeTextMessage("{\"type\":\"" + type + "\",\"topic\":\"" + topic + "\"}");
  }

  @Override
  public void close() {
    DatabaseFixture.await(socket.close());
    DatabaseFixture.await(client.close());
  }
}
