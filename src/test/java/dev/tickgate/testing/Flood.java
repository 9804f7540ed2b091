package dev.tickgate.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Connections that send messages as fast as the server reads them, and reconnect when they are
 * closed. A thread of its own serves the connections until the flood is closed.
 */
public final class Flood implements AutoCloseable {
  private static final int TOGETHER = 20;
  private static final int WAIT_MS = 50;

  private final InetSocketAddress server;
  private final Attack attack;
  private final Selector selector;
  private final Thread thread;
  private final ByteBuffer answers = ByteBuffer.allocate(64 << 10);
  // Written by the thread, read by the test.
  private volatile long sent;
  private volatile long received;
  private volatile boolean over;

  public Flood(int port, Attack attack) throws IOException {
    this.server = new InetSocketAddress("127.0.0.1", port);
    this.attack = attack;
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "flood");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (int i = 0; i < attack.connections(); i++) {
        connect();
      }
      while (!over) {
        selector.select(this::turn, WAIT_MS);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 16 << 10);
    channel.connect(server);
    channel.configureBlocking(false);
    channel.register(
        selector,
        attack.reads() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_WRITE,
        ByteBuffer.wrap(attack.opening()));
  }

  private ByteBuffer messages() {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    for (int i = 0; i < TOGETHER; i++) {
      messages.writeBytes(attack.messages().apply(sent++));
    }
    return ByteBuffer.wrap(messages.toByteArray());
  }

  private void turn(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isWritable()) {
        ByteBuffer unsent = (ByteBuffer) key.attachment();
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
          key.attach(messages());
        }
      }
      int read = key.isReadable() ? channel.read(answers.clear()) : 0;
      received += Math.max(0, read);
      if (read < 0) {
        again(channel);
      }
    } catch (IOException closed) {
      again(channel);
    }
  }

  private void again(SocketChannel channel) {
    try {
      channel.close();
      connect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the number of messages that were written to a socket. */
  public long sent() {
    return sent;
  }

  /** Returns the number of bytes of answers that were read. */
  public long received() {
    return received;
  }

  @Override
  public void close() {
    over = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
