package dev.tickgate.transport;

import dev.tickgate.protocol.Disconnect;

/** Writes complete frames to a WebSocket. Confined to the event loop of the connection. */
public final class WebSocketTransport implements Transport {
  private final WebSocketConnection connection;

  public WebSocketTransport(WebSocketConnection connection) {
    this.connection = connection;
  }

  @Override
  public boolean writable() {
    return connection.writable();
  }

  @Override
  public void write(Frame frame) {
    connection.write(frame.share());
  }

  @Override
  public void flush() {
    connection.flush();
  }

  @Override
  public boolean ping() {
    connection.write(WebSocketFrames.ping());
    connection.flush();
    return true;
  }

  @Override
  public void close(Disconnect disconnect) {
    connection.close(disconnect.code().number(), disconnect.reason());
  }

  @Override
  public Peer peer() {
    return new Peer("websocket", connection.request());
  }
}
