package dev.tickgate.transport;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes the body of a response that Vert.x frames: HTTP/2 and HTTP/1.0. Confined to the event loop
 * of the connection.
 */
final class ResponseOutput implements FrameWriter {
  // Applies to the bytes that Vert.x has not been given yet, and does not count.
  private static final int HIGH_WATER = 64 * 1024;

  private final Context loop = Vertx.currentContext();
  private final HttpServerResponse response;
  private final Runnable drained;
  private Buffer unsent = Buffer.buffer();

  /**
   * @param drained called when the connection accepts more again
   */
  ResponseOutput(HttpServerResponse response, Runnable drained) {
    this.response = response;
    this.drained = drained;
    response.drainHandler(writable -> drained.run());
  }

  @Override
  public boolean writable() {
    return unsent.length() < HIGH_WATER && !response.writeQueueFull();
  }

  @Override
  public void write(Frame frame) {
    frame.messages().forEach(unsent::appendBytes);
  }

  @Override
  public void flush() {
    if (unsent.length() > 0 && !response.ended() && !response.closed()) {
      Buffer now = unsent;
      unsent = Buffer.buffer();
      boolean wasFull = now.length() >= HIGH_WATER;
      // A failed write closes the connection, which notifies the owner.
      response.write(now);
      if (wasFull && writable()) {
        // Vert.x calls its drain handler only if its own queue was full.
        loop.runOnContext(turn -> drained.run());
      }
    }
  }

  @Override
  public void end() {
    unsent = Buffer.buffer();
  }
}
