package dev.tickgate.gateway;

import dev.tickgate.transport.WebSocketConnection;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** What is served at a mount of SockJS, on each of its ways. */
interface SockJsService {
  /** A plain WebSocket, without the frames of SockJS. */
  void rawWebSocket(WebSocketConnection socket);

  void sockJsWebSocket(WebSocketConnection socket);

  /** Any other transport. */
  void fallback(SockJSSocket socket);
}
