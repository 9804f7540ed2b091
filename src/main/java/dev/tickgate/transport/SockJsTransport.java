package dev.tickgate.transport;

import dev.tickgate.protocol.Disconnect;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/**
 * The transports of SockJS that are not WebSockets, as vertx-web implements them. It does not tell
 * how much a client has yet to read, so bytes count until their write is done.
 */
public final class SockJsTransport implements Transport {
  private static final int HIGH_WATER = 64 * 1024;

  private final Context loop = Vertx.currentContext();
  private final SockJSSocket socket;
  private final Runnable drained;
  private int unread;
  // How it ends when the client has read what was written; null before.
  private Disconnect goodbye;

  /**
   * To be made on the event loop that writes.
   *
   * @param drained called when it is writable again
   */
  public SockJsTransport(SockJSSocket socket, Runnable drained) {
    this.socket = socket;
    this.drained = drained;
  }

  @Override
  public boolean writable() {
    return unread < HIGH_WATER;
  }

  @Override
  public void write(Frame frame) {
    frame.messages().forEach(this::write);
  }

  private void write(byte[] message) {
    unread += message.length;
    socket.write(Buffer.buffer(message)).onComplete(done -> written(message.length));
  }

  // Also when the write failed: then the socket is closed, and its owner hears that.
  private void written(int size) {
    boolean wasFull = !writable();
    unread -= size;
    if (goodbye != null) {
      closeWhenRead();
    } else if (wasFull && writable()) {
      // In a turn of its own: a write may be done at once, while the hub still hands out.
      loop.runOnContext(turn -> drained.run());
    }
  }

  /** vertx-web sends each message as soon as the client listens. */
  @Override
  public void flush() {}

  /** vertx-web beats and forgets the absent itself. */
  @Override
  public boolean ping() {
    return false;
  }

  /** vertx-web forgets what is unread at the end, and with it why the session ends. */
  @Override
  public void close(Disconnect last) {
    goodbye = last;
    closeWhenRead();
  }

  private void closeWhenRead() {
    if (unread == 0) {
      socket.close(goodbye.code().number(), goodbye.reason());
    }
  }

  @Override
  public Peer peer() {
    return new Peer("sockjs", RequestIds.of(socket.routingContext().request()));
  }
}
