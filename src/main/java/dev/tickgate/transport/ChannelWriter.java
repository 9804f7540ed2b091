package dev.tickgate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/**
 * Writes complete bytes to a connection below all encoders but that of TLS. What others write to
 * the channel keeps its place among them: all ends in one buffer, on one event loop.
 */
final class ChannelWriter {
  private final Channel channel;
  // The context whose writes reach the TLS handler next; null on a plain connection.
  private final ChannelHandlerContext encrypted;

  private ChannelWriter(Channel channel, ChannelHandlerContext encrypted) {
    this.channel = channel;
    this.encrypted = encrypted;
  }

  /**
   * @param handler behind which nobody stands but the socket, or what encrypts
   */
  static ChannelWriter of(ChannelPipeline pipeline, ChannelHandler handler) {
    return new ChannelWriter(
        pipeline.channel(),
        pipeline.get(SslHandler.class) == null ? null : pipeline.context(handler));
  }

  Channel channel() {
    return channel;
  }

  boolean isEncrypted() {
    return encrypted != null;
  }

  boolean writable() {
    return channel.isWritable();
  }

  /** Takes the reference over. A failed write closes the channel, and that its owner hears. */
  void write(ByteBuf bytes) {
    if (encrypted == null) {
      // Past the pipeline, in which nobody is left: finding that out costs more than the write.
      channel.unsafe().write(bytes, channel.unsafe().voidPromise());
    } else {
      encrypted.write(bytes, encrypted.voidPromise());
    }
  }

  void flush() {
    if (encrypted == null) {
      channel.unsafe().flush();
    } else {
      encrypted.flush();
    }
  }
}
