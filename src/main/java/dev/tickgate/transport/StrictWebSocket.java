package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What a client sends over a WebSocket, by the letter of RFC 6455. Only whole and valid messages
 * reach Vert.x, which by itself accepts broken UTF-8, loses messages that start with an empty
 * fragment, and drops the connection without a word where a frame is wrong. Confined to the event
 * loop of the connection.
 *
 * <pre>
 *   OPEN ── the client's close, or a violation, which is handed on as a close with its code ──▶ LEFT
 *           (whatever comes after it is dropped)
 * </pre>
 */
public final class StrictWebSocket extends ChannelInboundHandlerAdapter {
  private static final int TOO_BIG = 1009;
  private static final int INVALID_DATA = 1007;
  // Bytes of a close before its reason.
  private static final int CODE = 2;
  private static final int END_OF_RANGE = 5000;

  private final int limit;
  private final Consumer<CloseCode> violated;
  // What has come of a fragmented message; null between messages.
  private ByteBuf gathered;
  private boolean text;
  private boolean left;

  private StrictWebSocket(int limit, Consumer<CloseCode> violated) {
    this.limit = limit;
    this.violated = violated;
  }

  /**
   * Has the client's side of a new connection read strictly.
   *
   * @param limit bytes a message may have
   * @param violated hears why the client is sent away
   */
  public static void install(ServerWebSocket socket, int limit, Consumer<CloseCode> violated) {
    ChannelHandlerContext vertx = ((WebSocketInternal) socket).channelHandlerContext();
    ChannelPipeline pipeline = vertx.pipeline();
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(limit)
            .closeOnProtocolViolation(false)
            .build();
    pipeline.replace("wsdecoder", "wsdecoder", new WebSocket13FrameDecoder(config));
    pipeline.addBefore(vertx.name(), "strict", new StrictWebSocket(limit, violated));
    pipeline.addBefore(vertx.name(), "farewell", new Farewell());
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    if (left) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof CloseWebSocketFrame close) {
      closed(channel, close);
    } else if (message instanceof PingWebSocketFrame && !channel.channel().isWritable()) {
      // Pongs to a client that does not read would gather without a bound.
      ReferenceCountUtil.release(message);
    } else if (message instanceof WebSocketFrame frame && isData(frame)) {
      data(channel, frame);
    } else {
      channel.fireChannelRead(message);
    }
  }

  private static boolean isData(WebSocketFrame frame) {
    return !(frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame);
  }

  // The decoder has checked the rest: that there is no code, or one of the ranges below.
  private void closed(ChannelHandlerContext channel, CloseWebSocketFrame close) {
    ByteBuf payload = close.content();
    int start = payload.readerIndex();
    int size = payload.readableBytes();
    if (size >= CODE && payload.getUnsignedShort(start) >= END_OF_RANGE) {
      close.release();
      violation(channel, CloseCode.PROTOCOL_ERROR);
    } else if (size > CODE
        && !ByteBufUtil.isText(payload, start + CODE, size - CODE, StandardCharsets.UTF_8)) {
      close.release();
      violation(channel, CloseCode.INVALID_DATA);
    } else {
      left = true;
      channel.fireChannelRead(close);
    }
  }

  private void data(ChannelHandlerContext channel, WebSocketFrame part) {
    if (!(part instanceof ContinuationWebSocketFrame)) {
      text = part instanceof TextWebSocketFrame;
    }
    if (gathered == null && part.isFinalFragment()) {
      whole(channel, part.content());
    } else {
      gather(channel, part);
    }
  }

  private void gather(ChannelHandlerContext channel, WebSocketFrame part) {
    ByteBuf content = part.content();
    if (gathered == null) {
      gathered = channel.alloc().buffer(content.readableBytes());
    }
    if (gathered.readableBytes() + content.readableBytes() > limit) {
      part.release();
      violation(channel, CloseCode.TOO_BIG);
      return;
    }
    gathered.writeBytes(content);
    part.release();
    if (part.isFinalFragment()) {
      ByteBuf message = gathered;
      gathered = null;
      whole(channel, message);
    }
  }

  private void whole(ChannelHandlerContext channel, ByteBuf message) {
    if (!text) {
      channel.fireChannelRead(new BinaryWebSocketFrame(message));
    } else if (ByteBufUtil.isText(message, StandardCharsets.UTF_8)) {
      channel.fireChannelRead(new TextWebSocketFrame(message));
    } else {
      message.release();
      violation(channel, CloseCode.INVALID_DATA);
    }
  }

  /** To Vert.x it looks as if the client had closed with that code, which is answered with it. */
  private void violation(ChannelHandlerContext channel, CloseCode code) {
    left = true;
    forget();
    violated.accept(code);
    channel.fireChannelRead(new CloseWebSocketFrame(code.number(), code.reason()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
    if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
      channel.fireExceptionCaught(cause);
    } else if (!left) {
      violation(
          channel,
          switch (corrupted.closeStatus().code()) {
            case TOO_BIG -> CloseCode.TOO_BIG;
            case INVALID_DATA -> CloseCode.INVALID_DATA;
            default -> CloseCode.PROTOCOL_ERROR;
          });
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext channel) {
    forget();
  }

  private void forget() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
