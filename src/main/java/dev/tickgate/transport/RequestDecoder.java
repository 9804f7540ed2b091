package dev.tickgate.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Reads requests as Vert.x does, but for those whose end can be told in two ways, or in none:
 * somebody in front may have believed the other one, and take for a second request what is the body
 * of the first. {@link VertxHttpRequestDecoder} is not public API of Vert.x.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
  /** What Vert.x calls its own in the pipeline. */
  static final String NAME = "httpDecoder";

  RequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /**
   * Asked once the head is complete, before Netty drops the length of what comes in chunks. What is
   * thrown makes the request a malformed one, and nothing behind it is read.
   */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage request) {
    if (request != null && !isDelimited(request)) {
      throw new IllegalArgumentException("where the request ends cannot be told");
    }
    return super.isContentAlwaysEmpty(request);
  }

  /** As RFC 9112 (6.1, 6.3) has it. */
  private static boolean isDelimited(HttpMessage request) {
    HttpHeaders headers = request.headers();
    String codings = String.join(",", headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
    return codings.isEmpty()
        || "chunked".equalsIgnoreCase(codings.strip())
            && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && !headers.contains(HttpHeaderNames.CONTENT_LENGTH);
  }
}
