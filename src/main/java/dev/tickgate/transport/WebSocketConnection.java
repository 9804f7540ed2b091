package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.transport.InboundRate.Verdict;
import dev.tickgate.transport.WebSocketFrames.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's WebSocket according to RFC 6455. It has taken the connection over from Vert.x, so that
 * an idle one costs little more than its socket. Confined to the event loop of the connection.
 *
 * <pre>
 *   OPEN ── server's close ──▶ CLOSING ── the client's close ──▶ LEFT (received bytes are dropped)
 *     └──── the client's close, or a violation, answered with its code ──▶ LEFT
 *   any ── the connection ends ──▶ LEFT
 * </pre>
 */
public final class WebSocketConnection extends ByteToMessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

  private final ContextInternal context;
  // The id of the request that opened the connection.
  private final String request;
  private final Inbound inbound;
  private final InboundMessages messages;
  private final Farewell farewell = new Farewell();
  private final IncompleteMessages incomplete;
  private final Consumer<CloseCode> violated;
  private ChannelWriter writer;
  private WebSocketListener listener;
  private boolean closing;
  private boolean left;
  // During a read, writes wait for one flush at its end.
  private boolean reading;
  private boolean unflushed;

  /**
   * @param request the id of the request that opened the connection
   * @param inbound the limits of the client's messages
   * @param compressed whether permessage-deflate was agreed on
   * @param rate the rate of frames, and of the bytes of messages; pings beyond it are not answered
   * @param incomplete the incomplete messages of the loop
   * @param violated receives the code where the server closes the connection for a violation
   */
  WebSocketConnection(
      ContextInternal context,
      String request,
      Inbound inbound,
      boolean compressed,
      InboundRate rate,
      IncompleteMessages incomplete,
      Consumer<CloseCode> violated) {
    this.context = context;
    this.request = request;
    this.inbound = inbound;
    this.messages = new InboundMessages(inbound, compressed, rate, new Messages());
    this.incomplete = incomplete;
    this.violated = violated;
  }

  /**
   * Answers the handshake. The answer is sent in one flush with everything else that is written in
   * the same turn of the loop.
   */
  void open(ChannelWriter writer, ByteBuf answer) {
    this.writer = writer;
    write(answer);
    reading = true;
    unflushed = true;
    // The end of the read that brought the request flushes, but Vert.x may hand over a request
    // later.
    writer.channel().eventLoop().execute(this::endRead);
  }

  /**
   * Sets the listener; called once, before the event loop continues. Messages that have arrived
   * already are passed to it at once.
   */
  public void listen(WebSocketListener listener) {
    this.listener = listener;
    if (actualReadableBytes() > 0) {
      ChannelHandlerContext channel = writer.channel().pipeline().context(this);
      try {
        super.channelRead(channel, Unpooled.EMPTY_BUFFER);
        watch();
      } catch (Exception e) {
        exceptionCaught(channel, e);
      }
    }
  }

  String request() {
    return request;
  }

  public boolean isCompressed() {
    return messages.isCompressed();
  }

  boolean writable() {
    return writer.writable();
  }

  void write(ByteBuf frame) {
    writer.write(frame);
    if (reading && !writable()) {
      // Only bytes that the socket does not accept count against the connection.
      writer.flush();
    }
  }

  void flush() {
    if (reading) {
      unflushed = true;
    } else {
      writer.flush();
    }
  }

  /** Stops reading until {@link #resume()}. */
  public void pause() {
    writer.channel().config().setAutoRead(false);
  }

  public void resume() {
    incomplete.restart(this, inbound.time().toNanos());
    writer.channel().config().setAutoRead(true);
  }

  boolean isPaused() {
    return !writer.channel().config().isAutoRead();
  }

  /** Closes the connection, because a message was not complete in time. */
  void messageOverdue() {
    violation(CloseCode.MESSAGE_TIMEOUT);
  }

  /** Sends a close; the connection ends when the client has answered, or after a time-out. */
  public void close(int code, String reason) {
    if (closing || left) {
      return;
    }
    closing = true;
    messages.mute();
    write(WebSocketFrames.close(code, reason));
    flush();
    farewell.awaitAnswer(writer.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) throws Exception {
    if (message instanceof ByteBuf) {
      reading = true;
      super.channelRead(channel, message);
    } else {
      // The end of the request that asked for the WebSocket.
      ReferenceCountUtil.release(message);
    }
  }

  /** Does not request another read, as the decoder would even while the connection is paused. */
  @Override
  public void channelReadComplete(ChannelHandlerContext channel) {
    discardSomeReadBytes();
    watch();
    endRead();
  }

  private void endRead() {
    reading = false;
    if (unflushed) {
      unflushed = false;
      writer.flush();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext channel, ByteBuf in, List<Object> out) {
    if (left) {
      in.skipBytes(in.readableBytes());
    } else if (listener != null) {
      Header.read(in).ifPresent(header -> decode(header, in));
    }
  }

  private void decode(Header header, ByteBuf in) {
    Optional<CloseCode> wrong = messages.wrong(header);
    if (wrong.isPresent()) {
      violation(wrong.get());
    } else if (in.readableBytes() >= header.size() + header.length()) {
      in.skipBytes(header.size());
      received(header, header.unmask(in));
    }
  }

  private void received(Header header, byte[] payload) {
    Verdict verdict = messages.count(header, payload.length);
    if (verdict == Verdict.EXCESSIVE) {
      violation(CloseCode.RATE_LIMITED);
      return;
    }
    switch (header.opcode()) {
      case WebSocketFrames.PING -> pinged(payload, verdict);
      case WebSocketFrames.PONG -> tell(listener::pong);
      case WebSocketFrames.CLOSE -> closed(payload);
      default -> messages.add(header, payload);
    }
    if (!messages.isIncomplete()) {
      incomplete.ended(this);
    }
  }

  private void watch() {
    if (actualReadableBytes() > 0 || messages.isIncomplete()) {
      incomplete.begun(this, inbound.time().toNanos());
    }
  }

  private void pinged(byte[] payload, Verdict verdict) {
    // Pongs to a client that does not read would accumulate without a bound.
    if (!closing && writable() && verdict == Verdict.ALLOWED) {
      write(WebSocketFrames.pong(payload));
      flush();
    }
  }

  private final class Messages implements InboundMessages.Receiver {
    @Override
    public void text(String message) {
      tell(() -> listener.text(message));
    }

    @Override
    public void binary(byte[] message) {
      tell(() -> listener.binary(message));
    }

    @Override
    public void violation(CloseCode code) {
      WebSocketConnection.this.violation(code);
    }
  }

  private void closed(byte[] payload) {
    Optional<CloseCode> wrong = WebSocketFrames.wrongClose(payload);
    if (wrong.isPresent()) {
      violation(wrong.get());
    } else {
      leave(WebSocketFrames.closeWith(payload));
    }
  }

  private void violation(CloseCode code) {
    if (!closing) {
      tell(() -> violated.accept(code));
    }
    leave(WebSocketFrames.close(code.number(), code.reason()));
  }

  private void leave(ByteBuf answer) {
    if (closing) {
      answer.release();
    } else {
      write(answer);
    }
    // At once: the end of the connection may follow.
    writer.flush();
    forget();
    if (!left) {
      left = true;
      tell(listener::left);
    }
    resume();
    farewell.shut(writer);
  }

  @Override
  public void channelInactive(ChannelHandlerContext channel) throws Exception {
    boolean hadLeft = left;
    left = true;
    super.channelInactive(channel);
    forget();
    farewell.over();
    if (!hadLeft) {
      tell(listener::left);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext channel) {
    if (writable()) {
      // Not within the flush that made the connection writable.
      context.runOnContext(turn -> listener.drained());
    }
  }

  /** Closes the connection, which is nearly always broken; the listener is notified of the end. */
  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
    LOG.atDebug().addKeyValue("reason", cause).log("gateway.connection_failed");
    channel.close();
  }

  private void tell(Runnable news) {
    context.dispatch(news);
  }

  private void forget() {
    messages.forget();
    incomplete.ended(this);
  }
}
