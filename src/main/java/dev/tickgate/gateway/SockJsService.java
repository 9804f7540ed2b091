package dev.tickgate.gateway;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** What is served at a mount of SockJS, on each of its ways. */
interface SockJsService {
  /** A plain WebSocket, without the frames of SockJS. */
  void rawWebSocket(ServerWebSocket socket);

  void sockJsWebSocket(ServerWebSocket socket);

  /** Any other transport. */
  void fallback(SockJSSocket socket);
}
