package dev.tickgate.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.event.Level;

/**
 * Decides which pages may use the gateway, before any mount or route handles their requests, and
 * reports the decision to their browser. A client that is not a page in a browser sends no origin,
 * and is admitted. Confined to one event loop.
 */
public final class OriginGate {
  private static final int LOGGED = 100;
  private static final String FETCH_SITE = "Sec-Fetch-Site";
  private static final String SAME_ORIGIN = "same-origin";
  private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");
  // Libraries are for pages of any origin, and have no data of users.
  private static final String LIBRARIES = "/vendor/";

  private final Origins origins;
  private final Proxies proxies;
  private final GatewayMetrics metrics;
  private final RepeatedEvents events;

  public OriginGate(
      Origins origins, Proxies proxies, GatewayMetrics metrics, RepeatedEvents events) {
    this.origins = origins;
    this.proxies = proxies;
    this.metrics = metrics;
    this.events = events;
  }

  /** Answers the request if its page may not use the gateway, or if it is a preflight. */
  public boolean answers(HttpServerRequest request) {
    if (String.valueOf(request.path()).startsWith(DiagnosticsPath.PREFIX)) {
      // Conformance suites may have any origin, and receive only what they have sent.
      return false;
    }
    if (!lets(request)) {
      refuse(request);
      return true;
    }
    allow(request);
    if (isPreflight(request)) {
      request.response().setStatusCode(204).end();
      return true;
    }
    return false;
  }

  private boolean lets(HttpServerRequest request) {
    List<String> told = request.headers().getAll(HttpHeaders.ORIGIN);
    if (told.isEmpty()) {
      return origins.isOpen() || !isOfOtherSite(request);
    }
    return told.size() == 1
        && (origins.isOpen() || isOwn(request, told.get(0)) || isNamed(told.get(0)));
  }

  private boolean isNamed(String origin) {
    return Origin.parse(origin).filter(origins::allows).isPresent();
  }

  private boolean isOwn(HttpServerRequest request, String origin) {
    // The browser sets this header, and a page cannot. It is true even behind a proxy that changes
    // the host.
    if (SAME_ORIGIN.equals(request.getHeader(FETCH_SITE))) {
      return true;
    }
    Optional<Origin> parsed = Origin.parse(origin);
    return parsed.isPresent() && parsed.equals(proxies.own(request));
  }

  // A page of another site can request a response as a script, as with JSONP; its browser sends no
  // origin. Links from other sites are followed. A frame in another site stays empty, because of
  // the headers of the answer.
  private static boolean isOfOtherSite(HttpServerRequest request) {
    String site = request.getHeader(FETCH_SITE);
    return site != null
        && OTHER_SITES.contains(site)
        && !"navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && !String.valueOf(request.path()).startsWith(LIBRARIES);
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method() == HttpMethod.OPTIONS
        && request.headers().contains(HttpHeaders.ORIGIN)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /**
   * Sets the headers of the answer that say which pages may read it; replaces those that were set
   * before.
   */
  public void allow(HttpServerRequest request) {
    MultiMap headers = request.response().headers();
    headers
        .set(HttpHeaders.VARY, "Origin")
        .remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)
        .remove(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS)
        .remove(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS)
        .remove(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS)
        .remove(HttpHeaders.ACCESS_CONTROL_MAX_AGE);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return;
    }
    if (isNamed(origin) || isOwn(request, origin)) {
      headers
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    } else {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Location, Retry-After");
    if (isPreflight(request)) {
      headers
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE")
          .set(
              HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
              "Authorization, Cache-Control, Content-Type, Idempotency-Key, If-Match, Last-Event-ID")
          .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
    }
  }

  private void refuse(HttpServerRequest request) {
    metrics.reached(Limit.ORIGIN);
    String origin = String.valueOf(request.getHeader(HttpHeaders.ORIGIN));
    events.log(
        Level.WARN,
        "gateway.origin_denied",
        line ->
            line.addKeyValue("origin", origin.substring(0, Math.min(LOGGED, origin.length())))
                .addKeyValue("host", request.authority())
                .addKeyValue("hint", "http.origins, and http.proxies behind a proxy"));
    request.response().putHeader(HttpHeaders.VARY, "Origin");
    HttpErrors.send(
        request,
        403,
        "ORIGIN_DENIED",
        "Requests of pages of this origin are not allowed (http.origins).");
  }
}
