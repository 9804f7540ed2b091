package dev.tickgate.endpoint;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The page that SockJS clients load into a hidden frame where the browser cannot send requests to
 * another origin; the protocol defines its text. Immutable.
 */
final class SockJsIframe {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html>
      <head>
        <meta http-equiv="X-UA-Compatible" content="IE=edge" />
        <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
        <script>
          document.domain = document.domain;
          _sockjs_onload = function(){SockJS.bootstrap_iframe();};
        </script>
        <script src="{library}"></script>
      </head>
      <body>
        <h2>Don't panic!</h2>
        <p>This is a SockJS hidden iframe. It's used for cross domain magic.</p>
      </body>
      </html>
      """;
  private static final Duration YEAR = Duration.ofDays(365);

  private final String page;
  private final String tag;
  private final InstantSource clock;

  /**
   * @param library URL of the client library, absolute or relative to the page
   */
  SockJsIframe(String library, InstantSource clock) {
    this.clock = clock;
    page = PAGE.replace("{library}", library);
    tag = "\"" + Integer.toHexString(page.hashCode()) + "\"";
  }

  void send(RoutingContext context) {
    HttpServerResponse response = context.response();
    ZonedDateTime expires = clock.instant().atZone(ZoneOffset.UTC).plus(YEAR);
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "public,max-age=" + YEAR.toSeconds())
        .putHeader(HttpHeaders.EXPIRES, DateTimeFormatter.RFC_1123_DATE_TIME.format(expires))
        .putHeader(HttpHeaders.ETAG, tag);
    if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=UTF-8").end(page);
    }
  }
}
