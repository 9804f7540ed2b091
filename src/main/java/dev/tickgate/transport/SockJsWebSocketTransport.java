package dev.tickgate.transport;

import dev.tickgate.protocol.Disconnect;

/**
 * SockJS over a WebSocket: writes as {@link WebSocketTransport} does, with the open, heartbeat and
 * close frames of SockJS. Confined to the event loop of the connection.
 */
public final class SockJsWebSocketTransport implements Transport {
  private final WebSocketTransport socket;

  public SockJsWebSocketTransport(WebSocketConnection connection) {
    this.socket = new WebSocketTransport(connection);
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

  /** Sends a WebSocket ping, which the browser answers, and a heartbeat of SockJS. */
  @Override
  public boolean ping() {
    send(SockJsFrames.HEARTBEAT);
    flush();
    return socket.ping();
  }

  @Override
  public void close(Disconnect disconnect) {
    send(SockJsFrames.close(disconnect.code().number(), disconnect.reason()));
    flush();
    socket.close(disconnect);
  }

  @Override
  public Peer peer() {
    return new Peer("sockjs", socket.peer().request());
  }

  private void send(byte[] frame) {
    try (Frame shared = Frame.of(frame)) {
      socket.write(shared);
    }
  }
}
