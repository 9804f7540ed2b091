package dev.tickgate.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** Answers requests that are not HTTP, or whose head is too long. */
public final class MalformedRequests {
  private MalformedRequests() {}

  /**
   * Answers a request and closes its connection, because the end of a malformed request is unknown.
   */
  public static void answer(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      refuse(request, 414, "URL_TOO_LONG", "The first line of the request is too long.");
    } else if (cause instanceof TooLongHttpHeaderException) {
      refuse(request, 431, "HEADERS_TOO_LARGE", "The headers of the request are too large.");
    } else {
      refuse(request, 400, "BAD_REQUEST", "The request is not well-formed.");
    }
  }

  private static void refuse(HttpServerRequest request, int status, String code, String message) {
    HttpErrors.send(request, status, code, message)
        .onComplete(sent -> request.connection().close());
  }
}
