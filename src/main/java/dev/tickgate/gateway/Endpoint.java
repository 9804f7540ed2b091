package dev.tickgate.gateway;

import io.vertx.core.http.ServerWebSocket;
import java.util.function.Consumer;

/**
 * What happens on a WebSocket.
 *
 * @param message bytes that one message of the client may have
 * @param opened takes the socket when the handshake is done
 */
record Endpoint(int message, Consumer<ServerWebSocket> opened) {}
