package dev.tickgate.exchange;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The wire below a WebSocket of a simulated exchange: it can lose frames and delay pongs. Confined
 * to the event loop of the server.
 */
final class Line extends ChannelDuplexHandler {
  static final Duration NEVER = Duration.ofDays(1);

  private final Consumer<Arrival.Kind> received;
  private ChannelHandlerContext context;
  private boolean halfOpen;
  private Duration pongDelay;

  /**
   * @param received gets the kind of each frame that arrives
   */
  Line(Duration pongDelay, Consumer<Arrival.Kind> received) {
    this.pongDelay = pongDelay;
    this.received = received;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /** Neither side hears the other from now on; the connection stays open. */
  void halfOpen() {
    halfOpen = true;
  }

  void pongDelay(Duration delay) {
    pongDelay = delay;
  }

  /** Closes the connection without a close frame. */
  void cut() {
    context.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    if (halfOpen) {
      ReferenceCountUtil.release(frame);
    } else if (frame instanceof PingWebSocketFrame ping) {
      received.accept(Arrival.Kind.PING);
      pong(ctx, ping);
    } else {
      if (frame instanceof PongWebSocketFrame) {
        received.accept(Arrival.Kind.PONG);
      }
      ctx.fireChannelRead(frame);
    }
  }

  private void pong(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
    if (pongDelay.isZero()) {
      ctx.fireChannelRead(ping);
    } else if (pongDelay.equals(NEVER)) {
      ping.release();
    } else {
      afterPongDelay(() -> ctx.writeAndFlush(new PongWebSocketFrame(ping.content())));
    }
  }

  /** Sends a pong that is a text of the exchange's protocol. */
  void pong(Runnable send) {
    if (pongDelay.isZero()) {
      send.run();
    } else if (!pongDelay.equals(NEVER)) {
      afterPongDelay(send);
    }
  }

  private void afterPongDelay(Runnable send) {
    context.executor().schedule(send, pongDelay.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object frame, ChannelPromise written) {
    if (halfOpen) {
      ReferenceCountUtil.release(frame);
      written.setSuccess();
    } else {
      ctx.write(frame, written);
    }
  }
}
