package dev.tickgate.ops;

import dev.tickgate.hub.SessionTraces;
import dev.tickgate.market.Utc;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The operations port: {@code /health/live}, {@code /health/ready}, {@code /metrics}, {@code
 * /debug/sessions}.
 */
public final class OpsVerticle extends VerticleBase {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final long CHECKS_PATIENCE_MS = 2_000;
  private static final String SESSIONS = "/debug/sessions";
  private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final List<HttpMethod> TRACING =
      List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.DELETE);

  private final OpsSettings settings;
  private final Readiness readiness;
  private final Meters meters;
  private final SessionTracing tracing;
  private final OperationsPath admin;
  private final InstantSource clock;
  private HttpServer server;

  public OpsVerticle(
      OpsSettings settings,
      Readiness readiness,
      Meters meters,
      SessionTraces traces,
      OperationsPath admin,
      InstantSource clock) {
    this.settings = settings;
    this.readiness = readiness;
    this.meters = meters;
    this.tracing = new SessionTracing(traces);
    this.admin = admin;
    this.clock = clock;
  }

  /**
   * @return completes when the port listens; fails with a {@link BindException} where it cannot
   *     listen
   */
  @Override
  public Future<?> start() {
    server = vertx.createHttpServer().requestHandler(this::handle);
    return admin
        .start(vertx)
        .compose(
            started ->
                server
                    .listen(settings.port(), settings.host())
                    .recover(failure -> Future.failedFuture(cannotListen(failure))));
  }

  /** Returns the port that the server listens on, once it has started. */
  public int port() {
    return server.actualPort();
  }

  private void handle(HttpServerRequest request) {
    if (admin.serve(request)) {
      return;
    }
    boolean traces = request.path().equals(SESSIONS);
    List<HttpMethod> allowed = traces ? TRACING : READING;
    if (!allowed.contains(request.method())) {
      String names = allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
      request.response().putHeader(HttpHeaders.ALLOW, names);
      error(request, 405, "METHOD_NOT_ALLOWED", "this path answers only " + names);
      return;
    }
    switch (request.path()) {
      case SESSIONS -> trace(request);
      case "/health/live" -> json(request, 200, new JsonObject().put("status", "live"));
      case "/health/ready" -> ready(request);
      case "/metrics" -> metrics(request);
      default -> error(request, 404, "NOT_FOUND", "this path does not exist");
    }
  }

  private void trace(HttpServerRequest request) {
    tracing
        .perform(request)
        .ifPresentOrElse(
            problem -> error(request, problem.status(), problem.code(), problem.message()),
            () -> json(request, 200, tracing.users()));
  }

  private void ready(HttpServerRequest request) {
    vertx
        .executeBlocking(readiness::problems, false)
        .timeout(CHECKS_PATIENCE_MS, TimeUnit.MILLISECONDS)
        // A check that does not answer in time counts as failed; the log of its part shows which
        // one.
        .otherwise(Readiness.unanswered(CHECKS_PATIENCE_MS))
        .onSuccess(problems -> ready(request, problems));
  }

  private static void ready(HttpServerRequest request, Map<String, Optional<String>> problems) {
    boolean ready = problems.values().stream().allMatch(Optional::isEmpty);
    JsonObject body = new JsonObject().put("status", ready ? "ready" : "not ready");
    JsonObject checks = new JsonObject();
    JsonObject reasons = new JsonObject();
    problems.forEach(
        (name, problem) -> {
          checks.put(name, problem.isEmpty() ? "ok" : "failed");
          problem.filter(text -> !text.isEmpty()).ifPresent(text -> reasons.put(name, text));
        });
    body.put("checks", checks);
    json(request, ready ? 200 : 503, reasons.isEmpty() ? body : body.put("reasons", reasons));
  }

  private void metrics(HttpServerRequest request) {
    vertx
        .executeBlocking(meters::scrape, false)
        .onSuccess(text -> request.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT).end(text))
        .onFailure(failure -> error(request, 500, "INTERNAL_ERROR", "the metrics cannot be read"));
  }

  private void error(HttpServerRequest request, int status, String code, String message) {
    json(
        request,
        status,
        new JsonObject()
            .put("type", "error")
            .put("code", code)
            .put("message", message)
            .put("timestamp", Utc.format(clock.instant())));
  }

  private static void json(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        // Probes must receive the present state.
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }

  private BindException cannotListen(Throwable failure) {
    boolean taken = String.valueOf(failure.getMessage()).contains("already in use");
    BindException clear =
        new BindException(
            taken
                ? "ops.port %d is in use; choose another, or 0 for any".formatted(settings.port())
                : "ops.host %s, ops.port %d cannot be listened on: %s"
                    .formatted(settings.host(), settings.port(), failure.getMessage()));
    clear.initCause(failure);
    return clear;
  }
}
