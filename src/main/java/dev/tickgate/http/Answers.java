package dev.tickgate.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.zip.Deflater;

/**
 * Sends long bodies over HTTP: compressed if the client accepts it, in slices as its connection
 * accepts them, and counted for its address. Confined to one event loop.
 */
public final class Answers {
  private static final Pattern UNWANTED = Pattern.compile("\\s*q\\s*=\\s*0(?:\\.0*)?\\s*");
  // One thread for the node leaves half of the smallest machine for the streams.
  private static final String WORKER = "tickgate-answers";
  private static final int CACHED = 8 << 20;
  private static final long ROUND_MS = 2_000;
  private static final int WAITING = 32;
  private static final int LONG = 1 << 20;

  private final ConnectionCounter counter;
  private final ConnectionAdmission doorkeeper;
  private final GatewayMetrics metrics;
  private final BodyCache cache;

  public Answers(
      Vertx vertx,
      ConnectionCounter counter,
      ConnectionAdmission doorkeeper,
      GatewayMetrics metrics) {
    this.counter = counter;
    this.doorkeeper = doorkeeper;
    this.metrics = metrics;
    this.cache = new BodyCache(vertx.createSharedWorkerExecutor(WORKER, 1), CACHED, WAITING);
    vertx.setPeriodic(ROUND_MS, timer -> cache.rotate());
  }

  /**
   * Answers with JSON that clients do not cache.
   *
   * @param key the state on which the text depends; equal keys have equal texts
   * @param text creates the text, on a worker thread
   */
  public void send(RoutingContext context, String key, Callable<byte[]> text) {
    Callable<Body> maker = () -> Body.of(text.call(), Deflater.BEST_SPEED);
    Optional<Future<Body>> body = cache.get(key, maker);
    if (body.isEmpty()) {
      refuse(context);
      return;
    }
    body.get()
        .onFailure(context::fail)
        .onSuccess(
            made -> {
              context
                  .response()
                  .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
              send(context, made);
            });
  }

  /**
   * Answers with JSON that a client may cache and revalidate by its tag; an unchanged text is not
   * sent again.
   */
  public void sendTagged(RoutingContext context, byte[] text) {
    String tag = EntityTag.of(text);
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    response
        .putHeader(HttpHeaders.ETAG, tag)
        // The text may depend on the rights of the client.
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    if (EntityTag.isKnown(context.request(), tag)) {
      response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Optional<Future<Body>> body = cache.get(tag, () -> Body.of(text, Deflater.BEST_SPEED));
    if (body.isEmpty()) {
      refuse(context);
    } else {
      body.get().onFailure(context::fail).onSuccess(made -> send(context, made));
    }
  }

  /** Answers with a body; the headers for its type and its caching are already set. */
  public void send(RoutingContext context, Body body) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    boolean compressed = body.gzip().isPresent() && takesGzip(request);
    byte[] bytes = compressed ? body.gzip().get() : body.plain();
    String address = doorkeeper.addressOf(request);
    counter.requests().answered(address, body.plain().length);
    if (request.method() != HttpMethod.HEAD && !counter.answers().take(address, bytes.length)) {
      refuse(context);
      return;
    }
    MultiMap headers = response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    headers.set(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length));
    if (compressed) {
      headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      if (body.plain().length >= LONG) {
        doorkeeper.rest(request);
      }
      new SlicedWrite(response, Buffer.buffer(bytes))
          .write(() -> counter.answers().release(address, bytes.length));
    }
  }

  private void refuse(RoutingContext context) {
    metrics.reached(Limit.ANSWERS);
    // The tag belongs to the body, which is not sent.
    context.response().headers().remove(HttpHeaders.ETAG);
    context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    Refusal refusal = Refusal.of(Limit.ANSWERS);
    HttpErrors.send(context, refusal.status(), refusal.code(), refusal.message());
  }

  private static boolean takesGzip(HttpServerRequest request) {
    String accepted = String.valueOf(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    for (String coding : accepted.split(",")) {
      String[] parts = coding.split(";", 2);
      if ("gzip".equalsIgnoreCase(parts[0].strip())) {
        return parts.length == 1 || !UNWANTED.matcher(parts[1]).matches();
      }
    }
    return false;
  }
}
