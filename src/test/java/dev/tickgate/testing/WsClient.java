package dev.tickgate.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A raw WebSocket client that stores the messages that it receives. */
public final class WsClient implements AutoCloseable {
  private final WebSocketClient client;
  private final WebSocket socket;
  private final List<String> texts = new CopyOnWriteArrayList<>();

  public WsClient(Vertx vertx, int port, String path) {
    client = vertx.createWebSocketClient();
    Promise<WebSocket> connected = Promise.promise();
    // Connects on an event loop: on another thread, the server may close the connection before
    // Vert.x sets the handlers.
    vertx.runOnContext(on -> connect(port, path).onComplete(connected));
    socket = GatewayFixture.await(connected.future());
  }

  private Future<WebSocket> connect(int port, String path) {
    // Sets the handlers before the first frame: the snapshot arrives with the handshake.
    ClientWebSocket unconnected = client.webSocket();
    unconnected.textMessageHandler(texts::add);
    return unconnected.connect(port, "127.0.0.1", path);
  }

  public List<String> texts() {
    return texts;
  }

  public List<JsonObject> messages() {
    return texts.stream().map(JsonObject::new).toList();
  }

  public List<JsonObject> messages(String type) {
    return messages().stream().filter(m -> type.equals(m.getString("type"))).toList();
  }

  /** Returns the offsets of the received ticks, in order. */
  public List<Long> offsets() {
    return messages("ticker").stream().map(m -> m.getLong("offset")).toList();
  }

  public void send(String text) {
    socket.writeTextMessage(text);
  }

  public WebSocket socket() {
    return socket;
  }

  @Override
  public void close() {
    GatewayFixture.await(socket.close());
    GatewayFixture.await(client.close());
  }
}
