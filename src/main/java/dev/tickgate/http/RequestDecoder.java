package dev.tickgate.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Decodes one request at a time. While the connection is busy with a request, the bytes of the next
 * ones stay undecoded; from 16 KiB on, the socket is not read. Thus a client that pipelines
 * requests without reading the answers uses a bounded number of bytes. A request is malformed if a
 * proxy in front could interpret its end or its host differently; nothing after it is read. {@link
 * VertxHttpRequestDecoder} is not public API of Vert.x. Confined to one event loop.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
  /** The name of this handler in a pipeline of Vert.x. */
  static final String NAME = "httpDecoder";

  private static final int MAX_WAITING = 16 * 1024;

  private final BooleanSupplier busy;
  private ChannelHandlerContext context;
  // The chunked body that is being decoded; null outside of one.
  private ChunkedBody body;
  private boolean malformed;
  private boolean waiting;
  // Whether this decoder, and not Vert.x, has stopped reading from the socket.
  private boolean paused;

  /**
   * @param busy whether the connection may not take the next request yet
   */
  RequestDecoder(HttpServerOptions options, BooleanSupplier busy) {
    super(options);
    this.busy = busy;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    super.handlerAdded(added);
  }

  @Override
  protected void decode(ChannelHandlerContext channel, ByteBuf in, List<Object> out)
      throws Exception {
    if (malformed) {
      in.skipBytes(in.readableBytes());
    } else if (body != null) {
      decodeBody(in, out);
    } else if (busy.getAsBoolean()) {
      await(channel, in.readableBytes());
    } else {
      super.decode(channel, in, out);
      if (!out.isEmpty()
          && out.get(out.size() - 1) instanceof HttpMessage head
          && head.decoderResult().isSuccess()
          && HttpUtil.isTransferEncodingChunked(head)) {
        body = new ChunkedBody();
      }
    }
  }

  private void decodeBody(ByteBuf in, List<Object> out) {
    try {
      body.decode(in, out);
      if (body.hasEnded()) {
        body = null;
        reset();
      }
    } catch (IllegalArgumentException e) {
      malformed = true;
      in.skipBytes(in.readableBytes());
      DefaultLastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
      last.setDecoderResult(DecoderResult.failure(e));
      out.add(last);
    }
  }

  // Below the limit the socket is still read, so that the end of the connection is detected.
  private void await(ChannelHandlerContext channel, int buffered) {
    waiting = true;
    if (buffered >= MAX_WAITING && channel.channel().config().isAutoRead()) {
      paused = true;
      channel.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext channel) throws Exception {
    if (waiting) {
      // Netty would read again, because nothing was decoded.
      channel.fireChannelReadComplete();
    } else {
      super.channelReadComplete(channel);
    }
  }

  boolean isWaiting() {
    return waiting;
  }

  /**
   * Continues when the connection is not busy any more. Not to be called while this handler
   * decodes.
   */
  void proceed() throws Exception {
    if (!waiting || context.isRemoved()) {
      return;
    }
    waiting = false;
    if (paused) {
      paused = false;
      context.channel().config().setAutoRead(true);
    }
    channelRead(context, Unpooled.EMPTY_BUFFER);
    channelReadComplete(context);
  }

  /**
   * Called once the head is complete, before Netty drops the length of a chunked body. An exception
   * makes the request malformed, and nothing after it is read.
   */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage request) {
    if (request != null) {
      requireDelimited(request);
      requireHost(request);
      requireNames(request.headers());
    }
    return super.isContentAlwaysEmpty(request);
  }

  /** RFC 9112, 6.1 and 6.3. */
  private static void requireDelimited(HttpMessage request) {
    HttpHeaders headers = request.headers();
    String codings = String.join(",", headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
    if (!codings.isEmpty()
        && !("chunked".equalsIgnoreCase(codings.strip())
            && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && !headers.contains(HttpHeaderNames.CONTENT_LENGTH))) {
      throw new IllegalArgumentException("the end of the request is ambiguous");
    }
  }

  /** RFC 9112, 3.2. */
  private static void requireHost(HttpMessage request) {
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      throw new IllegalArgumentException("a request has one Host");
    }
  }

  private static void requireNames(HttpHeaders headers) {
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().isEmpty()) {
        throw new IllegalArgumentException("a header has no name");
      }
    }
  }
}
