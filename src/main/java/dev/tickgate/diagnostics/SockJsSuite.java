package dev.tickgate.diagnostics;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adapts answers of vertx-web that differ from those that the suite of SockJS 0.3.3 expects. Not
 * for the product, whose answers are those of later servers of SockJS.
 */
final class SockJsSuite {
  private static final Pattern SESSION_COOKIE = Pattern.compile("(?:^|;\\s*)JSESSIONID=([^;]*)");

  private SockJsSuite() {}

  static void asItExpects(RoutingContext context) {
    context.addHeadersEndHandler(ready -> adapt(context.request(), context.response().headers()));
    context.next();
  }

  private static void adapt(HttpServerRequest request, MultiMap headers) {
    if (headers.contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      if ("null".equals(request.getHeader(HttpHeaders.ORIGIN))) {
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      }
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    if ("text/event-stream".equals(headers.get(HttpHeaders.CONTENT_TYPE))) {
      headers.set(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=UTF-8");
    }
    String caching = headers.get(HttpHeaders.CACHE_CONTROL);
    if (caching != null) {
      headers.set(HttpHeaders.CACHE_CONTROL, caching.replace(" no-transform,", ""));
    }
    if (headers.contains(HttpHeaders.SET_COOKIE)) {
      headers.set(HttpHeaders.SET_COOKIE, "JSESSIONID=" + session(request) + "; path=/");
    }
  }

  private static String session(HttpServerRequest request) {
    Matcher known =
        SESSION_COOKIE.matcher(
            Optional.ofNullable(request.getHeader(HttpHeaders.COOKIE)).orElse(""));
    return known.find() ? known.group(1) : "dummy";
  }
}
