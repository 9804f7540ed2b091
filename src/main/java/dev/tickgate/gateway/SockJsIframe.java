package dev.tickgate.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The page that clients of SockJS load into a hidden frame, where their browser cannot ask another
 * origin. The protocol says what is in it.
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
        <script src="{root}vendor/sockjs.min.js"></script>
      </head>
      <body>
        <h2>Don't panic!</h2>
        <p>This is a SockJS hidden iframe. It's used for cross domain magic.</p>
      </body>
      </html>
      """;
  private static final Duration YEAR = Duration.ofDays(365);

  private SockJsIframe() {}

  static void send(RoutingContext context) {
    HttpServerResponse response = context.response();
    String page = PAGE.replace("{root}", Pages.root(context.request().path()));
    String tag = "\"" + Integer.toHexString(page.hashCode()) + "\"";
    ZonedDateTime expires = ZonedDateTime.now(ZoneOffset.UTC).plus(YEAR);
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
