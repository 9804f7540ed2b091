package dev.tickgate.chaos;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import java.util.concurrent.TimeUnit;

/** Opens a client's connections: WebSockets, and server-sent events. */
final class Links {
  private static final int CONNECT = 1_000;
  private static final int ANSWER = 2_000;
  private static final int SHORT_OF_MEMORY = 16_384;

  private final WebSocketClient webSockets;
  private final HttpClient http;

  Links(Vertx vertx, boolean slow) {
    WebSocketClientOptions ofSockets = new WebSocketClientOptions().setConnectTimeout(CONNECT);
    HttpClientOptions ofEvents = new HttpClientOptions().setConnectTimeout(CONNECT);
    if (slow) {
      ofSockets.setReceiveBufferSize(SHORT_OF_MEMORY);
      ofEvents.setReceiveBufferSize(SHORT_OF_MEMORY);
    }
    this.webSockets = vertx.createWebSocketClient(ofSockets);
    this.http = vertx.createHttpClient(ofEvents);
  }

  Future<Link> webSocket(SocketAddress gateway, String path, Link.Listener listener) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost(gateway.host())
            .setPort(gateway.port())
            .setURI(path)
            .setTimeout(ANSWER);
    ClientWebSocket socket = webSockets.webSocket();
    return socket
        .handler(text -> {})
        .textMessageHandler(listener::message)
        .closeHandler(
            closed ->
                listener.closed("closed %s by %s".formatted(socket.closeStatusCode(), gateway)))
        .connect(options)
        .map(OfWebSocket::new);
  }

  /** A WebSocket in the framing of SockJS. */
  Future<Link> sockJsWebSocket(SocketAddress gateway, String session, Link.Listener listener) {
    return webSocket(gateway, session + "/websocket", new OfSockJs(listener))
        .map(OfSockJsWebSocket::new);
  }

  /** A session of SockJS over requests of one of its other transports. */
  Future<Link> polls(
      SocketAddress gateway, String session, String transport, Link.Listener listener) {
    return Polls.open(http, gateway, session, transport, listener);
  }

  Future<Link> events(
      SocketAddress gateway, String path, String lastEventId, Link.Listener listener) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(gateway.host())
            .setPort(gateway.port())
            .setURI(path);
    if (lastEventId != null) {
      options.putHeader("Last-Event-ID", lastEventId);
    }
    return http.request(options)
        .compose(
            request ->
                request
                    .send()
                    .timeout(ANSWER, TimeUnit.MILLISECONDS)
                    .map(answer -> hear(request, answer, gateway, listener))
                    .onFailure(late -> request.reset()));
  }

  private static Link hear(
      HttpClientRequest request,
      HttpClientResponse answer,
      SocketAddress gateway,
      Link.Listener listener) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("status " + answer.statusCode());
    }
    answer.exceptionHandler(broken -> listener.closed("broken by " + gateway));
    answer.endHandler(ended -> listener.closed("ended by " + gateway));
    answer.handler(RecordParser.newDelimited("\n\n", block -> listener.message(block.toString())));
    return new OfEvents(request, answer);
  }

  void close() {
    webSockets.close();
    http.close();
  }

  private record OfWebSocket(WebSocket socket) implements Link {
    @Override
    public void send(String text) {
      socket.writeTextMessage(text);
    }

    @Override
    public void pause() {
      socket.pause();
    }

    @Override
    public void resume() {
      socket.resume();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** Gives away frames of SockJS that hold messages. */
  private record OfSockJs(Link.Listener listener) implements Link.Listener {
    @Override
    public void message(String frame) {
      SockJsFrame.read(frame, listener);
    }

    @Override
    public void closed(String reason) {
      listener.closed(reason);
    }
  }

  private record OfSockJsWebSocket(Link socket) implements Link {
    @Override
    public void send(String text) {
      socket.send(SockJsFrame.of(text));
    }

    @Override
    public void pause() {
      socket.pause();
    }

    @Override
    public void resume() {
      socket.resume();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private record OfEvents(HttpClientRequest request, HttpClientResponse answer) implements Link {
    @Override
    public void send(String text) {
      throw new UnsupportedOperationException("events go one way");
    }

    @Override
    public void pause() {
      answer.pause();
    }

    @Override
    public void resume() {
      answer.resume();
    }

    @Override
    public void close() {
      request.reset();
    }
  }
}
