package dev.tickgate.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Writes to the server's line source, to the topics in turn. Confined to one event loop, except
 * where noted.
 */
final class Publisher {
  private static final int TICK_MILLIS = 1;
  private static final int LINES_AT_ONCE = 1024;

  private final EventLoop loop;
  private final LongSupplier clock;
  private final long firstSeq;
  private final List<Line> lines;
  private final Channel channel;
  private Pace pace = Pace.SILENT;
  private long published;

  private Publisher(Load load, EventLoop loop, LongSupplier clock, long firstSeq, Channel channel) {
    this.loop = loop;
    this.clock = clock;
    this.firstSeq = firstSeq;
    this.channel = channel;
    this.lines =
        load.topics() == 1
            ? List.of(Line.of(load.payload()))
            : IntStream.range(0, load.topics())
                .mapToObj(n -> Line.of(load.topic(n), load.payload()))
                .toList();
  }

  /** Connects to the line source. */
  static Publisher connect(
      Load load,
      EventLoop loop,
      Class<? extends SocketChannel> channelType,
      LongSupplier clock,
      long firstSeq)
      throws InterruptedException {
    Channel channel =
        new Bootstrap()
            .group(loop)
            .channel(channelType)
            .handler(new ChannelInboundHandlerAdapter())
            .connect("127.0.0.1", load.source().getAsInt())
            .sync()
            .channel();
    Publisher publisher = new Publisher(load, loop, clock, firstSeq, channel);
    loop.scheduleAtFixedRate(publisher::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return publisher;
  }

  /** Sets the pace; any thread except that of the event loop may call. */
  void follow(Pace next) {
    CompletableFuture.runAsync(() -> pace = next, loop).join();
  }

  /**
   * The newest sequence number of each topic; any thread except that of the event loop may call.
   */
  List<Long> last() {
    return CompletableFuture.supplyAsync(
            () -> IntStream.range(0, lines.size()).mapToObj(this::lastOf).toList(), loop)
        .join();
  }

  private long lastOf(int topic) {
    int topics = lines.size();
    return firstSeq - 1 + (published + topics - 1 - topic) / topics;
  }

  private void tick() {
    long now = clock.getAsLong();
    ByteBuf batch = null;
    for (int i = 0; i < LINES_AT_ONCE && channel.isWritable(); i++) {
      long stamp = pace.next(now);
      if (stamp > now) {
        break;
      }
      if (batch == null) {
        batch = channel.alloc().directBuffer();
      }
      int topics = lines.size();
      Line line = lines.get((int) (published % topics));
      batch.writeBytes(line.with(firstSeq + published / topics, stamp));
      published++;
    }
    if (batch != null) {
      channel.writeAndFlush(batch, channel.voidPromise());
    }
  }
}
