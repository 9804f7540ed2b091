package dev.tickgate.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * A connection's way out below the encoders of Vert.x, for bytes that are complete. What Vert.x
 * itself writes keeps its place among them: both end in the same buffer, on the same event loop.
 */
final class ChannelOutput extends ChannelInboundHandlerAdapter implements Output {
  private static final String NAME = "tickgate";

  private final Context context = Vertx.currentContext();
  private final Runnable drained;
  private ChannelHandlerContext channel;

  /**
   * @param drained called on the connection's context when it takes more again. The drain handlers
   *     of Vert.x know only of what its own queue held back.
   */
  private ChannelOutput(Runnable drained) {
    this.drained = drained;
  }

  /**
   * Installs itself next to the socket, or to what encrypts. Called on the connection's context.
   */
  static ChannelOutput install(ChannelPipeline pipeline, Runnable drained) {
    ChannelOutput output = new ChannelOutput(drained);
    ChannelHandlerContext ssl = pipeline.context(SslHandler.class);
    if (ssl == null) {
      pipeline.addFirst(NAME, output);
    } else {
      pipeline.addAfter(ssl.name(), NAME, output);
    }
    return output;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext channel) {
    this.channel = channel;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext channel) {
    if (writable()) {
      // Not within the flush that made it so.
      context.runOnContext(turn -> drained.run());
    }
    channel.fireChannelWritabilityChanged();
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
  public void end() {
    channel.pipeline().remove(this);
  }
}
