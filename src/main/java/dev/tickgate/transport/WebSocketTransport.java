package dev.tickgate.transport;

import dev.tickgate.protocol.Goodbye;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * A WebSocket, written below Vert.x's frame encoder. {@link WebSocketInternal} is not public API of
 * Vert.x; this class alone uses it.
 */
public final class WebSocketTransport implements Transport {
  private final ServerWebSocket socket;
  private final ChannelOutput output;

  /**
   * @param drained called on the connection's context when it takes more again
   */
  public WebSocketTransport(ServerWebSocket socket, Runnable drained) {
    this.socket = socket;
    this.output =
        ChannelOutput.install(
            ((WebSocketInternal) socket).channelHandlerContext().pipeline(), drained);
  }

  @Override
  public boolean writable() {
    return output.writable();
  }

  @Override
  public void write(Frame frame) {
    output.write(frame);
  }

  @Override
  public void flush() {
    output.flush();
  }

  @Override
  public boolean ping() {
    if (!socket.isClosed()) {
      socket.writePing(Buffer.buffer());
    }
    return true;
  }

  @Override
  public void close(Goodbye goodbye) {
    // Failing means that it is closed already.
    socket.close(goodbye.code().number(), goodbye.reason());
  }
}
