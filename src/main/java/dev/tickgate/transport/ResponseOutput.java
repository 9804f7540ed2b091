package dev.tickgate.transport;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** The body of a response, framed by Vert.x: HTTP/2 and HTTP/1.0. */
final class ResponseOutput implements Output {
  private final HttpServerResponse response;
  private Buffer unsent = Buffer.buffer();

  /**
   * @param drained called when it takes more again
   */
  ResponseOutput(HttpServerResponse response, Runnable drained) {
    this.response = response;
    response.drainHandler(writable -> drained.run());
  }

  @Override
  public boolean writable() {
    return !response.writeQueueFull();
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
      // A failed write closes the connection, and that its owner hears.
      response.write(now);
    }
  }

  @Override
  public void end() {
    unsent = Buffer.buffer();
  }
}
