package dev.tickgate.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import java.util.function.LongSupplier;

/**
 * The state of a connection of HTTP/1. It has one request at a time; the next one is decoded when
 * the answer has been written to the socket. Confined to its event loop; removed when the
 * connection becomes a WebSocket.
 *
 * <pre>
 *   ARRIVED ── head ──▶ receiving ── body ──▶ answering ── answer ──▶ idle ── head ──▶ receiving …
 *   (overdue after too long in any state but answering)
 * </pre>
 */
final class Http1ConnectionTimeout extends ChannelDuplexHandler implements HttpConnectionTimeout {
  private static final String MALFORMED =
      "{\"type\":\"error\",\"code\":\"BAD_REQUEST\",\"message\":\"The request is not well-formed.\"}";

  private final LongSupplier nanos;
  private final Channel connection;
  private final RequestDecoder decoder;
  private long since;
  // The next request is not decoded before this time.
  private long heldUntil;
  private boolean asked;
  private boolean receiving;
  private boolean answerBegun;
  // Requests whose answer has not been written to the socket.
  private int open;

  Http1ConnectionTimeout(Channel connection, HttpServerOptions options, LongSupplier nanos) {
    this.connection = connection;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
    this.heldUntil = since;
    this.decoder = new RequestDecoder(options, this::isBusy);
  }

  RequestDecoder decoder() {
    return decoder;
  }

  private boolean isBusy() {
    return !receiving && (open > 0 || !connection.isWritable() || isHeld());
  }

  private boolean isHeld() {
    return heldUntil - nanos.getAsLong() > 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    if (message instanceof HttpRequest) {
      asked = true;
      receiving = true;
      answerBegun = false;
      open++;
      since = nanos.getAsLong();
    }
    if (message instanceof LastHttpContent) {
      receiving = false;
    }
    if (message instanceof HttpContent content
        && !(message instanceof HttpRequest)
        && content.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      refuse(channel);
    } else {
      channel.fireChannelRead(message);
    }
  }

  /** Answers a malformed body; Vert.x would close the connection without an answer. */
  private void refuse(ChannelHandlerContext channel) {
    if (answerBegun) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.BAD_REQUEST,
            Unpooled.copiedBuffer(MALFORMED, US_ASCII));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set("X-Content-Type-Options", "nosniff")
        .set(HttpHeaderNames.CONNECTION, "close")
        .set(HttpHeaderNames.CONTENT_LENGTH, MALFORMED.length());
    channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void write(ChannelHandlerContext channel, Object message, ChannelPromise promise) {
    answerBegun |= message instanceof HttpResponse && !isInterim(message);
    if (message instanceof LastHttpContent && !isInterim(message)) {
      channel.write(message, promise.unvoid().addListener(written -> answered()));
    } else {
      channel.write(message, promise);
    }
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  private void answered() {
    open--;
    since = nanos.getAsLong();
    proceed();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext channel) {
    proceed();
    channel.fireChannelWritabilityChanged();
  }

  /**
   * Decodes in a turn of its own, so that other connections of the loop are served between two
   * requests.
   */
  @Override
  public void proceed() {
    if (decoder.isWaiting() && !isBusy()) {
      connection.eventLoop().execute(this::next);
    }
  }

  private void next() {
    try {
      if (!isBusy()) {
        decoder.proceed();
      }
    } catch (Exception e) {
      connection.pipeline().fireExceptionCaught(e);
    }
  }

  /** Decodes no further request for that many nanoseconds; then the sweep continues. */
  void hold(long duration) {
    heldUntil = nanos.getAsLong() + duration;
  }

  @Override
  public boolean isOverdue(long request, long idle) {
    long age = nanos.getAsLong() - since;
    if (receiving || !asked) {
      return age > request;
    }
    return open <= 0 && age > idle;
  }

  @Override
  public void leave() {
    connection.close();
  }
}
