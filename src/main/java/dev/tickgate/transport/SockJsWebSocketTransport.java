package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import io.vertx.core.http.ServerWebSocket;

/**
 * SockJS over a WebSocket: the same path as a plain one, with SockJS's own open, beat and close.
 */
public final class SockJsWebSocketTransport implements Transport {
  private final WebSocketTransport socket;

  public SockJsWebSocketTransport(ServerWebSocket socket) {
    this.socket = new WebSocketTransport(socket);
    send(SockJsFrames.OPEN);
    flush();
  }

  @Override
  public boolean writable() {
    return socket.writable();
  }

  @Override
  public void write(Frame frame) {
    socket.write(frame);
  }

  @Override
  public void flush() {
    socket.flush();
  }

  /** A WebSocket ping, which the browser answers, and SockJS's beat, which proxies see. */
  @Override
  public void ping() {
    send(SockJsFrames.HEARTBEAT);
    flush();
    socket.ping();
  }

  @Override
  public void close(CloseCode code) {
    send(SockJsFrames.close(code.number(), code.reason()));
    flush();
    socket.close(code);
  }

  private void send(byte[] frame) {
    try (Frame shared = Frame.of(frame)) {
      socket.write(shared);
    }
  }
}
