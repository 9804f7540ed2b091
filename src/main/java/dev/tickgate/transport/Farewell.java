package dev.tickgate.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that the client gets to read the last words. A socket that is closed while
 * there is something unread in it resets the connection, and what is under way to the client is
 * lost with it: so our side is shut first, and the connection goes when the client has shut its
 * own, or after a moment.
 */
final class Farewell extends ChannelDuplexHandler {
  private static final Discarding DISCARDING = new Discarding();
  private static final long PATIENCE_MS = 1_000;

  // The end of patience; null until the farewell.
  private Future<?> patience;
  private ChannelPromise closing;

  @Override
  public void close(ChannelHandlerContext channel, ChannelPromise promise) {
    if (patience != null
        || !channel.channel().isActive()
        || !(channel.channel() instanceof DuplexChannel duplex)) {
      channel.close(promise);
      return;
    }
    closing = promise;
    patience =
        channel
            .executor()
            .schedule(() -> channel.close(promise), PATIENCE_MS, TimeUnit.MILLISECONDS);
    channel.pipeline().addFirst(DISCARDING);
    duplex.config().setAutoRead(true);
    ChannelFuture last = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    // Where it fails the connection is closed already.
    last.addListener(written -> duplex.shutdownOutput());
  }

  @Override
  public void channelInactive(ChannelHandlerContext channel) {
    if (patience != null) {
      patience.cancel(false);
      channel.close(closing);
    }
    channel.fireChannelInactive();
  }

  // Of what is written after the last words: nobody is to hear it, nor that it failed.
  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
    if (patience == null) {
      channel.fireExceptionCaught(cause);
    }
  }

  /** What comes after the last words is not looked at. */
  @Sharable
  private static final class Discarding extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
