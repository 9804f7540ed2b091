package dev.tickgate.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** All connections of a run, spread over the event loops. One thread opens and closes them. */
final class Clients {
  private static final int AT_ONCE = 128;
  private static final int READ_SIZE = 64 * 1024;
  // Small, so that the server notices a client that does not read before a minute of data is
  // buffered.
  private static final int SLOW_RECEIVE_BUFFER = 16 * 1024;

  private final Load load;
  private final List<Loop> loops;
  private final Class<? extends SocketChannel> channelType;
  private final List<Client> all;
  // The event loops add to it.
  private final ConcurrentLinkedQueue<Channel> channels = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();
  private final int openedBefore;

  /**
   * @param openedBefore the number of connections that this run opened before
   */
  Clients(
      Load load,
      List<Loop> loops,
      Class<? extends SocketChannel> channelType,
      long firstSeq,
      int openedBefore) {
    this.load = load;
    this.loops = loops;
    this.channelType = channelType;
    this.openedBefore = openedBefore;
    this.all =
        IntStream.range(0, load.connections())
            // The subscribers of each topic are spread over the loops, too.
            .mapToObj(n -> new Client(loopOf(n), load, n, firstSeq))
            .toList();
  }

  private Loop loopOf(int client) {
    return loops.get(client / load.topics() % loops.size());
  }

  List<Client> all() {
    return all;
  }

  /** The clients that are confined to a loop. */
  List<Client> of(Loop loop) {
    return all.stream().filter(client -> client.loop() == loop).toList();
  }

  /**
   * Opens all connections, some at a time. Completes when the server has accepted all, and fails
   * with the first that it does not accept.
   */
  CompletableFuture<Void> open() {
    CompletableFuture<Void> open =
        CompletableFuture.allOf(
            all.stream().map(Client::opened).toArray(CompletableFuture[]::new));
    for (Client client : all) {
      client
          .opened()
          .whenComplete(
              (accepted, fault) -> {
                if (fault != null) {
                  open.completeExceptionally(fault);
                }
              });
    }
    IntStream.range(0, Math.min(AT_ONCE, all.size())).forEach(n -> openNext());
    return open;
  }

  private void openNext() {
    int number = next.getAndIncrement();
    if (number >= all.size()) {
      return;
    }
    Client client = all.get(number);
    client.opened().thenRun(this::openNext);
    connect(client, number)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                client.opened().completeExceptionally(done.cause());
              }
            });
  }

  private ChannelFuture connect(Client client, int number) {
    Optional<InetSocketAddress> from = load.from(openedBefore + number);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loopOf(number).executor())
            .channel(channelType)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_SIZE))
            .handler(client);
    if (client.isSlow()) {
      bootstrap.option(ChannelOption.SO_RCVBUF, SLOW_RECEIVE_BUFFER);
    }
    if (from.isPresent() && channelType == EpollSocketChannel.class) {
      // The system chooses the port when connecting, for the pair of addresses.
      bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
    ChannelFuture connecting =
        from.isPresent()
            ? bootstrap.connect(load.target(), from.get())
            : bootstrap.connect(load.target());
    channels.add(connecting.channel());
    return connecting;
  }

  /**
   * Ends the output of all connections. Completes when the server has closed each of them, so that
   * this work is not part of the next measurement. For clients that read.
   */
  CompletableFuture<Void> leave() {
    List<CompletableFuture<Void>> leaving = new ArrayList<>();
    for (Channel channel : channels) {
      CompletableFuture<Void> closed = new CompletableFuture<>();
      channel.closeFuture().addListener(done -> closed.complete(null));
      ((SocketChannel) channel).shutdownOutput();
      leaving.add(closed);
    }
    return CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new));
  }

  /** Closes all connections; completes when they are closed. */
  CompletableFuture<Void> close() {
    List<CompletableFuture<Void>> closing = new ArrayList<>();
    for (Channel channel : channels) {
      CompletableFuture<Void> closed = new CompletableFuture<>();
      channel.close().addListener(done -> closed.complete(null));
      closing.add(closed);
    }
    return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
  }
}
