package dev.tickgate.transport;

import dev.tickgate.protocol.Goodbye;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * A WebSocket, written below Vert.x's frame encoder: the frames come complete, and Netty's encoder
 * lets bytes pass. {@link WebSocketInternal} is not public API of Vert.x.
 */
public final class WebSocketTransport implements Transport {
  private final ServerWebSocket socket;
  private final ChannelHandlerContext channel;

  /**
   * @param drained called on the connection's context when it takes more again
   */
  public WebSocketTransport(ServerWebSocket socket, Runnable drained) {
    this.socket = socket;
    this.channel = ((WebSocketInternal) socket).channelHandlerContext();
    // The drain handler of Vert.x knows only of what its own queue held back: after a page written
    // past it, it would never be called.
    Context context = Vertx.currentContext();
    channel
        .pipeline()
        .addBefore(
            channel.name(),
            "drained",
            new Writability(() -> context.runOnContext(turn -> drained.run())));
  }

  private static final class Writability extends ChannelInboundHandlerAdapter {
    private final Runnable drained;

    Writability(Runnable drained) {
      this.drained = drained;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext channel) {
      if (channel.channel().isWritable()) {
        drained.run();
      }
      channel.fireChannelWritabilityChanged();
    }
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
