package dev.tickgate.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.protocol.Disconnect;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Server-sent events: an HTTP response that does not end by itself. A browser reconnects when its
 * response ends, with the id of the last event that it received. Where the body is chunked, events
 * are complete chunks, written below Vert.x's encoder. {@link ConnectionBase} is not public API of
 * Vert.x. Confined to the event loop of the connection.
 */
public final class SseTransport implements Transport {
  private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

  private final HttpServerResponse response;
  private final HttpConnection connection;
  // Whether the end of the connection is the end of the body.
  private final boolean delimitsByClose;
  private final FrameWriter output;
  private final Runnable over;
  private final byte[] comment;
  private final String requestId;

  /**
   * @param request a request whose response was begun with {@link #begin}
   * @param drained called on the connection's context when the connection accepts more again
   * @param over called when the server has ended the response
   */
  public SseTransport(HttpServerRequest request, Runnable drained, Runnable over) {
    this.over = over;
    requestId = RequestIds.of(request);
    response = request.response();
    connection = request.connection();
    delimitsByClose = request.version() == HttpVersion.HTTP_1_0;
    if (isChunked(request)) {
      ConnectionBase base = (ConnectionBase) connection;
      output = ChannelOutput.install(base.channel().pipeline(), drained);
      comment = Framings.chunk(COMMENT);
    } else {
      output = new ResponseOutput(response, drained);
      comment = COMMENT;
    }
  }

  /** Sends the head of the response, also where there is no event yet. */
  public static void begin(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (request.version() == HttpVersion.HTTP_1_0) {
      // Vert.x would promise keep-alive where the client asks for it.
      response.headersEndHandler(
          ready -> response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
      response.write(Buffer.buffer(COMMENT));
    } else {
      response.setChunked(true);
      response.writeHead();
    }
  }

  /**
   * Answers a request with a stream that ends at once. An {@code EventSource} reconnects after it;
   * after a status other than 200 it would not.
   */
  public static void sendAway(HttpServerRequest request, Disconnect disconnect) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
        .end(last(disconnect));
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

  /** Sends a comment, which proxies count as traffic; the client does not answer it. */
  @Override
  public boolean ping() {
    try (Frame frame = Frame.of(comment)) {
      output.write(frame);
    }
    output.flush();
    return false;
  }

  @Override
  public void close(Disconnect disconnect) {
    output.end();
    if (!response.ended() && !response.closed()) {
      response.end(last(disconnect)).onComplete(sent -> ended());
    }
  }

  private static String last(Disconnect disconnect) {
    StringBuilder last = new StringBuilder();
    disconnect.retryAfter().ifPresent(ms -> last.append("retry: ").append(ms).append('\n'));
    last.append("event: close\ndata: {\"code\":").append(disconnect.code().number());
    last.append(",\"reason\":\"").append(disconnect.reason()).append("\"}\n\n");
    return last.toString();
  }

  private void ended() {
    over.run();
    if (delimitsByClose) {
      connection.close();
    }
  }

  @Override
  public Peer peer() {
    return new Peer("sse", requestId);
  }
}
