package dev.tickgate.http;

import dev.tickgate.transport.InboundRate;
import dev.tickgate.transport.InboundRate.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.function.LongSupplier;

/**
 * Closes a connection of HTTP/2 whose client exceeds a rate of control frames or of small DATA
 * frames. Netty itself bounds resets, empty DATA frames, continuations, and the answers to a client
 * that does not read. Confined to the event loop of the connection.
 */
final class Http2FrameRate extends Http2FrameListenerDecorator {
  // A client grants more bytes (WINDOW_UPDATE) as it reads, several times for each large answer.
  private static final int GRANTS = 10;
  private static final int SMALL = 1024;

  private final InboundRate frames;
  private final InboundRate grants;

  Http2FrameRate(Http2FrameListener listener, InboundRate frames, InboundRate grants) {
    super(listener);
    this.frames = frames;
    this.grants = grants;
  }

  static Http2FrameRate of(
      Http2FrameListener listener, InboundRate.Allowance pace, LongSupplier nanos) {
    return new Http2FrameRate(
        listener, new InboundRate(pace, nanos), new InboundRate(pace.times(GRANTS), nanos));
  }

  private static void count(InboundRate rate) throws Http2Exception {
    if (rate.next() == Verdict.EXCESSIVE) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "frames come faster than the server takes them");
    }
  }

  @Override
  public void onPingRead(ChannelHandlerContext channel, long data) throws Http2Exception {
    count(frames);
    super.onPingRead(channel, data);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext channel, long data) throws Http2Exception {
    count(frames);
    super.onPingAckRead(channel, data);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext channel, Http2Settings settings)
      throws Http2Exception {
    count(frames);
    super.onSettingsRead(channel, settings);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext channel, int stream, int dependency, short weight, boolean exclusive)
      throws Http2Exception {
    count(frames);
    super.onPriorityRead(channel, stream, dependency, weight, exclusive);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext channel, byte type, int stream, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    count(frames);
    super.onUnknownFrame(channel, type, stream, flags, payload);
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext channel, int stream, ByteBuf data, int padding, boolean end)
      throws Http2Exception {
    if (!end && data.readableBytes() < SMALL) {
      count(frames);
    }
    return super.onDataRead(channel, stream, data, padding, end);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext channel, int stream, int increment)
      throws Http2Exception {
    count(grants);
    super.onWindowUpdateRead(channel, stream, increment);
  }
}
