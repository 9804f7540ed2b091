package dev.tickgate.endpoint;

import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.WebSocketConnection;
import java.util.function.Consumer;

/**
 * What happens on a WebSocket.
 *
 * @param inbound what the client may send
 * @param opened takes the socket when the handshake is done
 */
public record Endpoint(Inbound inbound, Consumer<WebSocketConnection> opened) {}
