package dev.tickgate.transport;

import dev.tickgate.protocol.Goodbye;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * A WebSocket, written below Vert.x's frame encoder: the frames come complete, and Netty's encoder
 * lets bytes pass. {@link WebSocketInternal} is not public API of Vert.x; this class alone uses it.
 */
public final class WebSocketTransport implements Transport {
  private final ServerWebSocket socket;
  private final ChannelHandlerContext channel;

  public WebSocketTransport(ServerWebSocket socket) {
    this.socket = socket;
    this.channel = ((WebSocketInternal) socket).channelHandlerContext();
  }

  @Override
  public boolean writable() {
    return channel.channel().isWritable();
  }

  @Override
  public void write(Frame frame) {
    // No promise: a failed write closes the channel, and that its owner hears.
    channel.write(frame.share(), channel.voidPromise());
  }

  @Override
  public void flush() {
    channel.flush();
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
