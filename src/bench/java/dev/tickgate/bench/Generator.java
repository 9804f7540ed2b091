package dev.tickgate.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** The threads of a run, its clock, and its clients. Used by one thread. */
final class Generator implements AutoCloseable {
  private static final long SECONDS_TO_CONNECT = 120;
  private static final long SIXTEEN_DIGITS = 1_000_000_000_000_000L;

  private final Load load;
  private final boolean epoll = Epoll.isAvailable();
  private final Class<? extends SocketChannel> channelType =
      epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  private final MultiThreadIoEventLoopGroup group;
  private final List<Loop> loops = new ArrayList<>();
  private final LongSupplier clock;
  // A number of 16 digits, larger than any of an earlier run.
  private final long firstSeq = System.currentTimeMillis() * 1000;
  private int opened;

  Generator(Load load) {
    this.load = load;
    long origin = System.nanoTime() - SIXTEEN_DIGITS;
    clock = () -> System.nanoTime() - origin;
    group =
        new MultiThreadIoEventLoopGroup(
            load.threads(), epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    for (EventExecutor executor : group) {
      loops.add(new Loop((EventLoop) executor, clock));
    }
  }

  List<Loop> loops() {
    return loops;
  }

  /** The nanoseconds of the clock of this run. */
  long now() {
    return clock.getAsLong();
  }

  /** Connects all clients. */
  Clients connect() throws Exception {
    Clients clients = new Clients(load, loops, channelType, firstSeq, opened);
    opened += load.connections();
    await(clients.open(), SECONDS_TO_CONNECT);
    return clients;
  }

  Publisher publisher() throws InterruptedException {
    return Publisher.connect(load, loops.get(0).executor(), channelType, clock, firstSeq);
  }

  /**
   * Waits for a future of the event loops.
   *
   * @throws Exception the cause of its failure
   */
  static void await(CompletableFuture<?> future, long seconds) throws Exception {
    try {
      future.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new TimeoutException("the server kept clients waiting for " + seconds + " s");
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
