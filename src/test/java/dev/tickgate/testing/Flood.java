package dev.tickgate.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Connections that send pipelined requests as fast as the server takes them, and come back when
 * they are closed. Closing it closes them.
 */
public final class Flood implements AutoCloseable {
  private static final int TOGETHER = 20;

  private final NetClient client;
  private final int port;
  private final LongFunction<String> requests;
  private final boolean reads;
  // Of event loops and the test.
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile boolean over;

  /**
   * @param requests the path of each request, by its number
   * @param reads whether it reads the answers
   */
  public Flood(
      Vertx vertx, int port, int connections, LongFunction<String> requests, boolean reads) {
    this.client = vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(16 << 10));
    this.port = port;
    this.requests = requests;
    this.reads = reads;
    for (int i = 0; i < connections; i++) {
      connect();
    }
  }

  private void connect() {
    // A refused one is not tried again: the server is there, or the test fails for that.
    client.connect(port, "127.0.0.1").onSuccess(this::start);
  }

  private void start(NetSocket socket) {
    if (reads) {
      socket.handler(bytes -> received.addAndGet(bytes.length()));
    } else {
      socket.pause();
    }
    socket.exceptionHandler(broken -> {});
    socket.closeHandler(
        closed -> {
          if (!over) {
            connect();
          }
        });
    socket.drainHandler(writable -> fill(socket));
    fill(socket);
  }

  private void fill(NetSocket socket) {
    while (!over && !socket.writeQueueFull()) {
      Buffer many = Buffer.buffer();
      for (int i = 0; i < TOGETHER; i++) {
        String path = requests.apply(sent.getAndIncrement());
        many.appendString("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      socket.write(many);
    }
  }

  /** Requests that were given to a socket. */
  public long sent() {
    return sent.get();
  }

  /** Bytes of answers that were read. */
  public long received() {
    return received.get();
  }

  @Override
  public void close() {
    over = true;
    GatewayHarness.await(client.close());
  }
}
