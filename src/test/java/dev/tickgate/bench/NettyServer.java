package dev.tickgate.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A reference: a bare Netty loop of one thread that writes one shared frame to every channel, and
 * flushes each once per turn. It has no sessions, no histories and no limits.
 */
final class NettyServer implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private static final int LONGEST_LINE = 128 * 1024;

  private final MultiThreadIoEventLoopGroup group;
  private final NettyTopics topics;
  private final Channel clients;
  private final Channel source;

  /** The I/O transport of the loop. */
  enum Waiting {
    BEST(
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory(),
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class),
    IO_URING(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);

    private final IoHandlerFactory handler;
    private final Class<? extends ServerChannel> channel;

    Waiting(IoHandlerFactory handler, Class<? extends ServerChannel> channel) {
      this.handler = handler;
      this.channel = channel;
    }
  }

  /** Listens on ports of the loopback interface; 0: any free one. */
  NettyServer(Waiting waiting, Mischief mischief, int port, int sourcePort)
      throws InterruptedException {
    group = new MultiThreadIoEventLoopGroup(1, waiting.handler);
    topics = new NettyTopics(mischief);
    clients =
        listen(
            waiting,
            port,
            channel ->
                channel
                    .pipeline()
                    .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(8192),
                        new WebSocketServerProtocolHandler(
                            WebSocketServerProtocolConfig.newBuilder()
                                .websocketPath("/ws")
                                .checkStartsWith(true)
                                .build()),
                        topics.client()));
    source =
        listen(
            waiting,
            sourcePort,
            channel ->
                channel
                    .pipeline()
                    .addLast(new LineBasedFrameDecoder(LONGEST_LINE), topics.lines()));
  }

  private interface Pipeline {
    void of(Channel channel);
  }

  private Channel listen(Waiting waiting, int port, Pipeline pipeline) throws InterruptedException {
    ChannelHandler initializer =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            pipeline.of(channel);
          }
        };
    return new ServerBootstrap()
        .group(group)
        .channel(waiting.channel)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(initializer)
        .bind("127.0.0.1", port)
        .sync()
        .channel();
  }

  /** {@code NettyServer <port> <source port> [io_uring]} runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    Waiting waiting = arguments.length > 2 ? Waiting.IO_URING : Waiting.BEST;
    int port = Integer.parseInt(arguments[0]);
    int source = Integer.parseInt(arguments[1]);
    try (NettyServer server = new NettyServer(waiting, Mischief.NONE, port, source)) {
      System.out.println("listening on " + server.port());
      server.clients.closeFuture().sync();
    }
  }

  int port() {
    return ((InetSocketAddress) clients.localAddress()).getPort();
  }

  int sourcePort() {
    return ((InetSocketAddress) source.localAddress()).getPort();
  }

  /** How many frames have left. */
  long written() {
    return topics.written();
  }

  /** A complete frame around a text. */
  static ByteBuf frame(Channel channel, String text) {
    int n = ByteBufUtil.utf8Bytes(text);
    ByteBuf frame = channel.alloc().directBuffer(n + 10).writeByte(0x81);
    if (n < 126) {
      frame.writeByte(n);
    } else if (n <= 0xFFFF) {
      frame.writeByte(126).writeShort(n);
    } else {
      frame.writeByte(127).writeLong(n);
    }
    ByteBufUtil.reserveAndWriteUtf8(frame, text, n);
    return frame;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
