package dev.tickgate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * One connection. Confined to its event loop.
 *
 * <pre>
 * connecting ──request──▶ awaiting the response ──101, 200──▶ open ──▶ closed
 * </pre>
 */
final class Client extends ChannelInboundHandlerAdapter implements Inbox {
  private static final int TEXT = 0x81;
  private static final int PONG = 0x8A;
  private static final int MASKED = 0x80;

  private final Loop loop;
  private final Load load;
  private final int number;
  private final long firstSeq;
  private final boolean slow;
  private final Ledger ledger = new Ledger();
  private final Stamps stamps = new Stamps();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> heard = new CompletableFuture<>();
  private ChannelHandlerContext context;
  // Null until the response has arrived.
  private Parser parser;
  private byte[] rest = {};
  private int restLength;

  /**
   * @param firstSeq the first sequence number of this run; smaller ones are of an earlier run
   */
  Client(Loop loop, Load load, int number, long firstSeq) {
    this.loop = loop;
    this.load = load;
    this.number = number;
    this.firstSeq = firstSeq;
    this.slow = load.isSlow(number);
  }

  /** The loop to whose thread this client is confined. */
  Loop loop() {
    return loop;
  }

  int topic() {
    return number % load.topics();
  }

  boolean isSlow() {
    return slow;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Completes when the server has accepted the connection. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  /** Completes with the first publication. */
  CompletableFuture<Void> heard() {
    return heard;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    String host = load.target().getHostString() + ":" + load.target().getPort();
    String request = load.dialect().request(number, host, load.topic(topic()));
    send(Unpooled.copiedBuffer(request, US_ASCII));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      int n = in.readableBytes();
      byte[] bytes = loop.room(restLength + n);
      System.arraycopy(rest, 0, bytes, 0, restLength);
      in.readBytes(bytes, restLength, n);
      int end = restLength + n;
      loop.beginRead();
      keep(bytes, take(bytes, end), end);
      loop.endRead();
    } finally {
      in.release();
    }
  }

  private void keep(byte[] bytes, int from, int to) {
    restLength = to - from;
    if (restLength > rest.length) {
      rest = new byte[restLength * 2];
    }
    System.arraycopy(bytes, from, rest, 0, restLength);
  }

  private int take(byte[] bytes, int end) {
    int from = 0;
    if (parser == null) {
      from = response(bytes, end);
    }
    return parser == null ? 0 : parser.parse(bytes, from, end);
  }

  /** The index after the response's head; 0 where it is not complete. */
  private int response(byte[] bytes, int end) {
    String text = new String(bytes, 0, end, US_ASCII);
    int headEnd = text.indexOf("\r\n\r\n");
    if (headEnd < 0) {
      return 0;
    }
    String head = text.substring(0, headEnd).toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 101 ") && !head.startsWith("http/1.1 200 ")) {
      opened.completeExceptionally(new IOException("refused: " + head.lines().findFirst().get()));
      context.close();
      return 0;
    }
    parser = load.dialect().parser(this, head.contains("transfer-encoding: chunked"));
    String greeting = load.dialect().greeting(load.topic(topic()));
    if (!greeting.isEmpty()) {
      send(masked(TEXT, greeting.getBytes(US_ASCII)));
    }
    opened.complete(null);
    return headEnd + 4;
  }

  @Override
  public void message(byte[] bytes, int from, int to) {
    if (!stamps.read(bytes, from, to) || stamps.seq() < firstSeq) {
      return;
    }
    boolean first = ledger.isEmpty();
    ledger.heard(stamps.seq(), stamps.skipped());
    if (!slow) {
      loop.delivered(stamps.sent(), first ? 0 : stamps.skipped());
    }
    if (first) {
      heard.complete(null);
      context.channel().config().setAutoRead(!slow);
    }
  }

  @Override
  public void ping(byte[] bytes, int from, int to) {
    send(masked(PONG, Arrays.copyOfRange(bytes, from, to)));
  }

  @Override
  public void goodbye() {
    context.close();
  }

  private void send(ByteBuf bytes) {
    // A failed write has closed the connection; the publications that are missing then are counted.
    context.writeAndFlush(bytes, context.voidPromise());
  }

  /** Encodes a frame of a client, with a mask of zeros, which does not change the payload. */
  private static ByteBuf masked(int first, byte[] payload) {
    ByteBuf frame = Unpooled.buffer(payload.length + 8).writeByte(first);
    if (payload.length < 126) {
      frame.writeByte(MASKED | payload.length);
    } else {
      frame.writeByte(MASKED | 126).writeShort(payload.length);
    }
    return frame.writeInt(0).writeBytes(payload);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    opened.completeExceptionally(
        new IOException("the server closed a connection before it had answered its handshake"));
    heard.completeExceptionally(
        new IOException(
            "the server closed a connection before its first publication: has it a rule, a limit or"
                + " a token for the topic %s, and is --source its diagnostics.source.port?"
                    .formatted(load.topic(topic()))));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    opened.completeExceptionally(cause);
    heard.completeExceptionally(cause);
    ctx.close();
  }
}
