package dev.tickgate.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Writes the body of a response below the encoders of Vert.x, as complete bytes. Confined to the
 * event loop of the connection.
 */
final class ChannelOutput extends ChannelInboundHandlerAdapter implements FrameWriter {
  private final Context context = Vertx.currentContext();
  private final Runnable drained;
  private ChannelWriter writer;

  private ChannelOutput(Runnable drained) {
    this.drained = drained;
  }

  /**
   * Installs the handler next to the socket or to the TLS handler. Called on the connection's
   * context.
   *
   * @param drained called on that context when the connection accepts more again, because the drain
   *     handlers of Vert.x cover its own queue only
   */
  static ChannelOutput install(ChannelPipeline pipeline, Runnable drained) {
    ChannelOutput output = new ChannelOutput(drained);
    ChannelHandlerContext ssl = pipeline.context(SslHandler.class);
    if (ssl == null) {
      pipeline.addFirst(output);
    } else {
      pipeline.addAfter(ssl.name(), null, output);
    }
    output.writer = ChannelWriter.of(pipeline, output);
    return output;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext channel) {
    if (writable()) {
      // Not within the flush that made the connection writable.
      context.runOnContext(turn -> drained.run());
    }
    channel.fireChannelWritabilityChanged();
  }

  @Override
  public boolean writable() {
    return writer.writable();
  }

  @Override
  public void write(Frame frame) {
    writer.write(frame.share());
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public void end() {
    writer.channel().pipeline().remove(this);
  }
}
