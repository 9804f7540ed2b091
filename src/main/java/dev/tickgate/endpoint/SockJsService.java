package dev.tickgate.endpoint;

import dev.tickgate.transport.WebSocketConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** A service at a mount of SockJS, for each of its transports. */
public interface SockJsService {
  /** A plain WebSocket, without the frames of SockJS. */
  void rawWebSocket(HttpServerRequest request, WebSocketConnection socket);

  void sockJsWebSocket(HttpServerRequest request, WebSocketConnection socket);

  /** Any other transport. */
  void fallback(SockJSSocket socket);
}
