package dev.tickgate.endpoint;

import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.WebSocketConnection;
import java.util.function.Consumer;

/**
 * The service on a WebSocket.
 *
 * @param inbound the limits of the client's messages
 * @param opened takes the socket when the handshake is done
 */
public record Endpoint(Inbound inbound, Consumer<WebSocketConnection> opened) {}
