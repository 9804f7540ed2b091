package dev.tickgate.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.protocol.Goodbye;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Server-sent events: an HTTP response that does not end by itself. A browser whose response ended
 * comes back, with the id of the last event it saw. Where the body is chunked, events are complete
 * chunks and written below Vert.x's encoder; {@link ConnectionBase} is not public API of Vert.x.
 */
public final class SseTransport implements Transport {
  private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

  private final HttpServerResponse response;
  private final Output output;
  private final byte[] comment;

  /**
   * @param request whose response is not begun
   * @param drained called on the connection's context when it takes more again
   */
  public SseTransport(HttpServerRequest request, Runnable drained) {
    response = request.response();
    if (isChunked(request)) {
      ConnectionBase connection = (ConnectionBase) request.connection();
      output = ChannelOutput.install(connection.channel().pipeline(), drained);
      comment = Framings.chunk(COMMENT);
    } else {
      output = new ResponseOutput(response, drained);
      comment = COMMENT;
    }
  }

  /** Whether the body of the request's response consists of chunks: HTTP/1.1. */
  public static boolean isChunked(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1;
  }

  @Override
  public boolean writable() {
    return output.writable();
  }

  @Override
  public void write(Frame frame) {
    output.write(frame);
  }

  @Override
  public void flush() {
    output.flush();
  }

  /** A comment: proxies on the way see it, the client does not answer. */
  @Override
  public boolean ping() {
    try (Frame frame = Frame.of(comment)) {
      output.write(frame);
    }
    output.flush();
    return false;
  }

  @Override
  public void close(Goodbye goodbye) {
    output.end();
    if (!response.ended() && !response.closed()) {
      StringBuilder last = new StringBuilder();
      goodbye.retryAfter().ifPresent(ms -> last.append("retry: ").append(ms).append('\n'));
      last.append("event: close\ndata: {\"code\":").append(goodbye.code().number());
      last.append(",\"reason\":\"").append(goodbye.reason()).append("\"}\n\n");
      response.end(last.toString());
    }
  }
}
