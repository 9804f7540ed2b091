package dev.tickgate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/**
 * Writes complete bytes to a connection, below all encoders except that of TLS. Other writes to the
 * channel keep their order, because all writes enter one buffer. Confined to the event loop of the
 * connection.
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
   * @param handler the handler next to the socket or to the TLS handler
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

  /** Takes over the reference. A failed write closes the channel, which notifies the owner. */
  void write(ByteBuf bytes) {
    if (encrypted == null) {
      // Bypasses the pipeline, which has no handler left: traversing it costs more than the write.
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
