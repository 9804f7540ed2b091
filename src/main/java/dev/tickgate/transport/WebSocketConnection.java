package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.transport.InboundRate.Verdict;
import dev.tickgate.transport.WebSocketFrames.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's WebSocket, by the letter of RFC 6455. It has the connection for itself: an idle one
 * costs little more than its socket. Confined to the event loop of the connection.
 *
 * <pre>
 *   OPEN ── our close ──▶ CLOSING ── the client's close ──▶ LEFT (what comes is dropped)
 *     └──── the client's close, or a violation, answered with its code ──▶ LEFT
 *   any ── the connection ends ──▶ LEFT
 * </pre>
 */
public final class WebSocketConnection extends ByteToMessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
  private static final long CLOSING_PATIENCE_MS = 5_000;
  // A fragment of that many bytes counts only by its bytes.
  private static final int SMALL = 1024;
  private static final long FAREWELL_PATIENCE_MS = 1_000;

  private final ContextInternal context;
  private final Inbound inbound;
  private final boolean compressed;
  private final InboundRate rate;
  private final IncompleteMessages incomplete;
  private final Consumer<CloseCode> violated;
  private ChannelWriter writer;
  private Listener listener;
  // Null between fragmented messages.
  private Fragments fragments;
  private boolean closing;
  private boolean left;
  // While bytes are read what is written waits, to leave in one flush.
  private boolean reading;
  private boolean unflushed;
  // The end of the wait for the client's last words; null before.
  private Future<?> patience;

  /** Receives the client's messages, on the connection's context. */
  public interface Listener {
    void text(String message);

    void binary(byte[] message);

    void pong();

    /** The connection takes more again. */
    void drained();

    /** The client has said its last, or has gone; once. */
    void left();
  }

  /**
   * @param inbound what the client may send
   * @param compressed whether permessage-deflate was agreed on
   * @param rate of frames, and of the bytes of messages; pings beyond it are not answered
   * @param incomplete those of the loop
   * @param violated hears why the client is sent away
   */
  WebSocketConnection(
      ContextInternal context,
      Inbound inbound,
      boolean compressed,
      InboundRate rate,
      IncompleteMessages incomplete,
      Consumer<CloseCode> violated) {
    this.context = context;
    this.inbound = inbound;
    this.compressed = compressed;
    this.rate = rate;
    this.incomplete = incomplete;
    this.violated = violated;
  }

  void attach(ChannelWriter writer) {
    this.writer = writer;
  }

  /** Once, and before the event loop goes on; what has come already is told at once. */
  public void listen(Listener listener) {
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

  public boolean isCompressed() {
    return compressed;
  }

  boolean writable() {
    return writer.writable();
  }

  void write(ByteBuf frame) {
    writer.write(frame);
    if (reading && !writable()) {
      // Only what the socket does not take makes it full.
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

  /** Nothing more is read until {@link #resume()}. */
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

  /** The message that has begun is not complete in time. */
  void messageOverdue() {
    violation(CloseCode.MESSAGE_TIMEOUT);
  }

  /** Ends the conversation; the connection goes when the client has answered, or after a while. */
  public void close(int code, String reason) {
    if (closing || left) {
      return;
    }
    closing = true;
    write(WebSocketFrames.close(code, reason));
    flush();
    waitFor(CLOSING_PATIENCE_MS);
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

  /** Without more reading, which the decoder would ask for also while the connection is paused. */
  @Override
  public void channelReadComplete(ChannelHandlerContext channel) {
    discardSomeReadBytes();
    watch();
    reading = false;
    if (unflushed) {
      unflushed = false;
      writer.flush();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext channel, ByteBuf in, List<Object> out) {
    if (listener == null) {
      return;
    }
    if (left) {
      in.skipBytes(in.readableBytes());
      return;
    }
    Optional<Header> read = Header.read(in);
    if (read.isEmpty()) {
      return;
    }
    Header header = read.get();
    Optional<CloseCode> wrong = wrong(header);
    if (wrong.isPresent()) {
      violation(wrong.get());
    } else if (in.readableBytes() >= header.size() + header.length()) {
      in.skipBytes(header.size());
      received(header, header.unmask(in));
    }
  }

  private Optional<CloseCode> wrong(Header header) {
    boolean gathering = fragments != null;
    if (!header.isValid()
        || header.isReserved() && !(compressed && header.isCompressedStart())
        || header.isData() && header.isContinuation() != gathering) {
      return Optional.of(CloseCode.PROTOCOL_ERROR);
    }
    long size = header.length() + (gathering && header.isData() ? fragments.size() : 0);
    return size > inbound.message() ? Optional.of(CloseCode.TOO_BIG) : Optional.empty();
  }

  private void received(Header header, byte[] payload) {
    Verdict verdict = rate.next(cost(header, payload.length));
    if (verdict == Verdict.EXCESSIVE) {
      violation(CloseCode.RATE_LIMITED);
      return;
    }
    switch (header.opcode()) {
      case WebSocketFrames.PING -> pinged(payload, verdict);
      case WebSocketFrames.PONG -> tell(listener::pong);
      case WebSocketFrames.CLOSE -> closed(payload);
      default -> data(header, payload);
    }
    if (fragments == null) {
      incomplete.ended(this);
    }
  }

  private void watch() {
    if (actualReadableBytes() > 0 || fragments != null) {
      incomplete.begun(this, inbound.time().toNanos());
    }
  }

  private int cost(Header header, int length) {
    int before = header.isData() && fragments != null ? fragments.size() : 0;
    int least = header.isFinal() || length < SMALL ? 1 : 0;
    return Math.max(least, rate.cost(before + length) - rate.cost(before));
  }

  private void pinged(byte[] payload, Verdict verdict) {
    // Pongs to a client that does not read would gather without a bound.
    if (!closing && writable() && verdict == Verdict.ALLOWED) {
      write(WebSocketFrames.pong(payload));
      flush();
    }
  }

  private void data(Header header, byte[] payload) {
    if (fragments == null && header.isFinal()) {
      message(header, payload);
      return;
    }
    if (fragments == null) {
      fragments = new Fragments(header, payload);
    } else {
      fragments.add(payload);
    }
    if (header.isFinal()) {
      Fragments whole = fragments;
      fragments = null;
      message(whole.first(), whole.message());
    }
  }

  private void message(Header start, byte[] payload) {
    if (closing) {
      return;
    }
    byte[] message = payload;
    if (start.isReserved()) {
      Deflate.Inflated inflated = Deflate.inflate(payload, inbound.message());
      if (inflated.wrong().isPresent()) {
        violation(inflated.wrong().get());
        return;
      }
      message = inflated.message();
      // The compressed bytes have been counted.
      if (rate.next(rate.cost(message.length) - rate.cost(payload.length)) == Verdict.EXCESSIVE) {
        violation(CloseCode.RATE_LIMITED);
        return;
      }
    }
    if (start.opcode() == WebSocketFrames.BINARY) {
      byte[] binary = message;
      tell(() -> listener.binary(binary));
      return;
    }
    Optional<String> text = WebSocketFrames.text(message, 0);
    if (text.isPresent()) {
      tell(() -> listener.text(text.get()));
    } else {
      violation(CloseCode.INVALID_DATA);
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
    tell(() -> violated.accept(code));
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
    farewell();
  }

  // A socket that is closed while there is something unread in it resets the connection, and what
  // is
  // under way to the client is lost with it: so our side is shut first.
  private void farewell() {
    Channel channel = writer.channel();
    resume();
    waitFor(FAREWELL_PATIENCE_MS);
    if (writer.isEncrypted() || !(channel instanceof DuplexChannel duplex)) {
      channel.pipeline().close();
      return;
    }
    // Where the write fails the connection is closed already.
    channel
        .pipeline()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> duplex.shutdownOutput());
  }

  private void waitFor(long millis) {
    Channel channel = writer.channel();
    if (patience != null) {
      patience.cancel(false);
    }
    patience = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext channel) throws Exception {
    boolean hadLeft = left;
    left = true;
    super.channelInactive(channel);
    forget();
    if (patience != null) {
      patience.cancel(false);
    }
    if (!hadLeft) {
      tell(listener::left);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext channel) {
    if (writable()) {
      // Not within the flush that made it so.
      context.runOnContext(turn -> listener.drained());
    }
  }

  /** A broken connection, nearly always: it is closed, and that its owner hears. */
  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
    LOG.atDebug().addKeyValue("reason", cause).log("gateway.connection_failed");
    channel.close();
  }

  private void tell(Runnable news) {
    context.dispatch(news);
  }

  private void forget() {
    fragments = null;
    incomplete.ended(this);
  }
}
