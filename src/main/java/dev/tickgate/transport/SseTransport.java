package dev.tickgate.transport;

import dev.tickgate.protocol.Goodbye;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Server-sent events: an HTTP response that does not end by itself. A browser whose response ended
 * comes back, with the id of the last event it saw.
 */
public final class SseTransport implements Transport {
  private static final Buffer COMMENT = Buffer.buffer(":\n\n");

  private final HttpServerResponse response;
  private Buffer unsent = Buffer.buffer();

  public SseTransport(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public boolean writable() {
    return !response.writeQueueFull();
  }

  @Override
  public void write(Frame frame) {
    unsent.appendBytes(frame.bytes());
  }

  @Override
  public void flush() {
    if (unsent.length() > 0 && isOpen()) {
      Buffer now = unsent;
      unsent = Buffer.buffer();
      // A failed write closes the connection, and that its owner hears.
      response.write(now);
    }
  }

  /** A comment: proxies on the way see it, the client does not answer. */
  @Override
  public boolean ping() {
    if (isOpen()) {
      response.write(COMMENT);
    }
    return false;
  }

  @Override
  public void close(Goodbye goodbye) {
    if (isOpen()) {
      StringBuilder last = new StringBuilder();
      goodbye.retryAfter().ifPresent(ms -> last.append("retry: ").append(ms).append('\n'));
      last.append("event: close\ndata: {\"code\":").append(goodbye.code().number());
      last.append(",\"reason\":\"").append(goodbye.reason()).append("\"}\n\n");
      response.end(last.toString());
    }
  }

  private boolean isOpen() {
    return !response.ended() && !response.closed();
  }
}
