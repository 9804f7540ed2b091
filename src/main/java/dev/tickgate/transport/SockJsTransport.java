package dev.tickgate.transport;

import dev.tickgate.protocol.Disconnect;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/**
 * The transports of SockJS that are not WebSockets, as vertx-web implements them. vertx-web does
 * not report how much a client has not read yet, so bytes count until their write completes.
 * Confined to the event loop that created it.
 */
public final class SockJsTransport implements Transport {
  private static final int HIGH_WATER = 64 * 1024;

  private final Context loop = Vertx.currentContext();
  private final SockJSSocket socket;
  private final Runnable drained;
  private int unread;
  // The close to send when the client has read everything that was written; null before the end.
  private Disconnect disconnect;

  /**
   * Creates the transport; called on the event loop that writes.
   *
   * @param drained called when the transport is writable again
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

  // Also called when the write failed: then the socket is closed, which notifies the owner.
  private void written(int size) {
    boolean wasFull = !writable();
    unread -= size;
    if (disconnect != null) {
      closeWhenRead();
    } else if (wasFull && writable()) {
      // In a turn of its own: a write may complete at once, while the hub still delivers.
      loop.runOnContext(turn -> drained.run());
    }
  }

  /** Does nothing: vertx-web sends each message as soon as the client polls or is connected. */
  @Override
  public void flush() {}

  /** Does nothing: vertx-web sends heartbeats, and removes the sessions of absent clients. */
  @Override
  public boolean ping() {
    return false;
  }

  /**
   * Closes the session when the client has read everything: vertx-web drops unread messages when a
   * session ends, and the close reason with them.
   */
  @Override
  public void close(Disconnect last) {
    disconnect = last;
    closeWhenRead();
  }

  private void closeWhenRead() {
    if (unread == 0) {
      socket.close(disconnect.code().number(), disconnect.reason());
    }
  }

  @Override
  public Peer peer() {
    return new Peer("sockjs", RequestIds.of(socket.routingContext().request()));
  }
}
