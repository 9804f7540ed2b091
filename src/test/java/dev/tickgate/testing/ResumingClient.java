package dev.tickgate.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A raw WebSocket client that reconnects with its position whenever its connection is cut. Its
 * event loop drives it; the test reads it.
 */
public final class ResumingClient implements AutoCloseable {
  private static final long PAUSE = 50;

  private final Vertx vertx;
  private final int port;
  private final String path;
  private final WebSocketClient client;
  private final List<Long> numbers = new CopyOnWriteArrayList<>();
  private final List<JsonObject> resumptions = new CopyOnWriteArrayList<>();
  private final List<Long> arrivals = new CopyOnWriteArrayList<>();
  private volatile WebSocket socket;
  private volatile boolean closed;
  private volatile String position;

  public ResumingClient(Vertx vertx, int port, String path) {
    this.vertx = vertx;
    this.port = port;
    this.path = path;
    this.client = vertx.createWebSocketClient();
    connect();
  }

  private void connect() {
    if (closed) {
      return;
    }
    client
        .connect(port, "127.0.0.1", position == null ? path : path + "?since=" + position)
        .onSuccess(this::connected)
        .onFailure(refused -> vertx.setTimer(PAUSE, now -> connect()));
  }

  private void connected(WebSocket opened) {
    socket = opened;
    opened.textMessageHandler(text -> received(new JsonObject(text)));
    opened.closeHandler(cut -> connect());
  }

  private void received(JsonObject message) {
    if ("ticker".equals(message.getString("type"))) {
      arrivals.add(System.nanoTime());
      numbers.add(TickRows.number(message.getDouble("bid")));
      position = message.getLong("epoch") + "." + message.getLong("offset");
    } else if ("subscribed".equals(message.getString("type"))) {
      resumptions.add(message);
    }
  }

  /** Returns the numbers of the rows that it received, in order; see {@link TickRows}. */
  public List<Long> numbers() {
    return new ArrayList<>(numbers);
  }

  /** Returns the time of the first arrival of a row, by {@code System.nanoTime()}. */
  public long arrivalOf(long number) {
    return arrivals.get(numbers.indexOf(number));
  }

  /** Returns the answers to its resumptions. */
  public List<JsonObject> resumptions() {
    return new ArrayList<>(resumptions);
  }

  public boolean isConnected() {
    return socket != null && !socket.isClosed();
  }

  @Override
  public void close() {
    closed = true;
    GatewayFixture.await(client.close());
  }
}
