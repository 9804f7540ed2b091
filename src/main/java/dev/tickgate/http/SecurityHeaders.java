package dev.tickgate.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.regex.Pattern;

/** The headers of every HTTP answer that restrict its use by a browser. */
public final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";
  // The pages of SockJS for a hidden frame in a page of another origin; they need their inline
  // script.
  private static final Pattern FRAMED = Pattern.compile(".*/(iframe[^/]*\\.html|htmlfile)");

  private final Origins origins;
  private final String framed;

  public SecurityHeaders(Origins origins) {
    this.origins = origins;
    this.framed = ("frame-ancestors 'self' " + origins.asSources()).strip();
  }

  /**
   * Lets a page connect to other servers than its own.
   *
   * @param bases the base addresses of WebSockets
   */
  public static void allowConnections(HttpServerResponse response, List<String> bases) {
    String connect = "; connect-src 'self' " + String.join(" ", bases);
    response.putHeader("Content-Security-Policy", POLICY + connect);
  }

  public void put(HttpServerRequest request) {
    MultiMap headers =
        request
            .response()
            .headers()
            .set("X-Content-Type-Options", "nosniff")
            .set("Referrer-Policy", "same-origin");
    if (request.isSSL()) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    if (request.path() == null || !FRAMED.matcher(request.path()).matches()) {
      headers.set("Content-Security-Policy", POLICY).set("X-Frame-Options", "DENY");
    } else if (!origins.isOpen() && !request.path().startsWith(DiagnosticsPath.PREFIX)) {
      // A page that embeds the frame could send requests through it as if it were a page of the
      // gateway.
      headers.set("Content-Security-Policy", framed);
    }
  }
}
