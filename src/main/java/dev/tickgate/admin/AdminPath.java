package dev.tickgate.admin;

import dev.tickgate.auth.TokenService;
import dev.tickgate.bus.Bus;
import dev.tickgate.http.RepeatedEvents;
import dev.tickgate.market.Utc;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.OperationsPath;
import dev.tickgate.ops.Readiness;
import dev.tickgate.protocol.Token;
import dev.tickgate.replica.Hubs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * {@code /admin/…} on the operations port: executes the calls of operators with a key, and logs
 * them. The page {@code /admin.html} needs no key: it asks the operator for one. Confined to the
 * event loop of the port.
 */
public final class AdminPath implements OperationsPath {
  private static final Logger LOG = LoggerFactory.getLogger(AdminPath.class);
  private static final long SECOND_MS = 1_000;
  private static final int LARGEST_BODY = 16 << 10;

  private final NodeFacts node;
  private final Map<String, String> keys;
  private final Bus bus;
  private final Hubs hubs;
  private final Readiness readiness;
  private final Meters meters;
  private final Duration drain;
  private final InstantSource clock;
  private final LogLevels levels;
  private final RepeatedEvents refusals;
  private final AdminApi api;
  private final AdminPage page = new AdminPage();

  /**
   * @param keys the names of operators, by the hashes of their keys
   * @param members the ids of the nodes that are in the cluster now
   * @param tokens the service that accepts revocations; empty where this node verifies no tokens
   * @param drain the time over which a drained node ends its sessions
   * @param nanos a clock like {@code System::nanoTime}
   */
  public AdminPath(
      NodeFacts node,
      Map<String, String> keys,
      Bus bus,
      Supplier<List<String>> members,
      Hubs hubs,
      Readiness readiness,
      Meters meters,
      Supplier<Optional<TokenService>> tokens,
      Duration drain,
      InstantSource clock,
      LongSupplier nanos) {
    this.node = node;
    this.keys = Map.copyOf(keys);
    this.bus = bus;
    this.hubs = hubs;
    this.readiness = readiness;
    this.meters = meters;
    this.drain = drain;
    this.clock = clock;
    this.levels = new LogLevels(nanos);
    this.refusals = new RepeatedEvents(LOG, nanos);
    this.api = new AdminApi(node.id(), new Nodes(bus, members), levels, tokens);
  }

  @Override
  public Future<?> start(Vertx vertx) {
    vertx.setPeriodic(
        SECOND_MS,
        timer -> {
          levels.expire();
          refusals.sweep();
        });
    NodeAnswers answers =
        new NodeAnswers(
            new NodeReport(vertx, node, readiness, meters, hubs),
            hubs,
            new Drain(vertx, hubs, readiness, drain));
    return bus.nodes().answer(NodeAnswers.subject(node.id()), answers::answer);
  }

  @Override
  public boolean serve(HttpServerRequest request) {
    if (page.serve(request)) {
      return true;
    }
    if (!request.path().startsWith(AdminApi.PREFIX)) {
      return false;
    }
    try {
      admit(request);
    } catch (AdminRefusal refusal) {
      refuse(request, refusal);
    }
    return true;
  }

  private void admit(HttpServerRequest request) throws AdminRefusal {
    String who = operator(request);
    List<HttpMethod> methods = AdminApi.methods(request.path());
    if (methods.isEmpty()) {
      throw new AdminRefusal(404, "NOT_FOUND", "this path does not exist");
    }
    if (!methods.contains(request.method())) {
      String names = methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
      request.response().putHeader(HttpHeaders.ALLOW, names);
      throw new AdminRefusal(405, "METHOD_NOT_ALLOWED", "this path answers only " + names);
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (chunked || length != null && !(length.matches("\\d{1,5}") && isShort(length))) {
      throw new AdminRefusal(
          413, "TOO_LARGE", "a body has a Content-Length of at most " + LARGEST_BODY);
    }
    request.body().onSuccess(body -> perform(request, who, body));
  }

  private static boolean isShort(String length) {
    return Integer.parseInt(length) <= LARGEST_BODY;
  }

  /** Returns the name of the key in the request. */
  private String operator(HttpServerRequest request) throws AdminRefusal {
    if (keys.isEmpty()) {
      throw new AdminRefusal(403, "ADMIN_DISABLED", "no keys are set: ops.keys");
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    Optional<String> who =
        Optional.ofNullable(header).flatMap(Token::ofHeader).map(token -> keys.get(token.hash()));
    if (who.isEmpty()) {
      String address = String.valueOf(request.remoteAddress().hostAddress());
      refusals.log(Level.WARN, "admin.refused", "address", address, line -> {});
      throw new AdminRefusal(401, "UNAUTHORIZED", "the key is missing or unknown");
    }
    return who.get();
  }

  private void perform(HttpServerRequest request, String who, Buffer body) {
    Optional<JsonObject> json = object(body);
    if (json.isEmpty()) {
      refuse(request, new AdminRefusal(400, "INVALID_JSON", "the body is not a JSON object"));
      return;
    }
    AdminCall call = new AdminCall(request, who, json.get());
    api.perform(call)
        .onSuccess(
            answer -> {
              log(call, 200);
              send(request, 200, answer);
            })
        .onFailure(failure -> failed(call, failure));
  }

  private static Optional<JsonObject> object(Buffer body) {
    try {
      return Optional.of(body.length() == 0 ? new JsonObject() : new JsonObject(body));
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  private void failed(AdminCall call, Throwable failure) {
    if (failure instanceof AdminRefusal refusal) {
      log(call, refusal.status());
      refuse(call.request(), refusal);
    } else {
      LOG.atError()
          .addKeyValue("path", call.request().path())
          .setCause(failure)
          .log("admin.call_failed");
      refuse(call.request(), new AdminRefusal(500, "INTERNAL_ERROR", "the call failed"));
    }
  }

  /** Logs a call. Calls that only read are logged at DEBUG: a page sends one every two seconds. */
  private static void log(AdminCall call, int status) {
    boolean reads = call.request().method() == HttpMethod.GET;
    LOG.atLevel(reads ? Level.DEBUG : Level.INFO)
        .addKeyValue("who", call.who())
        .addKeyValue("method", call.request().method())
        .addKeyValue("path", call.request().path())
        .addKeyValue("query", Objects.requireNonNullElse(call.request().query(), ""))
        .addKeyValue("body", call.body().encode())
        .addKeyValue("status", status)
        .log("admin.called");
  }

  private void refuse(HttpServerRequest request, AdminRefusal refusal) {
    if (refusal.status() == 401) {
      request.response().putHeader("WWW-Authenticate", "Bearer");
    }
    send(
        request,
        refusal.status(),
        new JsonObject()
            .put("type", "error")
            .put("code", refusal.code())
            .put("message", refusal.getMessage())
            .put("timestamp", Utc.format(clock.instant())));
  }

  private static void send(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(body.toBuffer());
  }
}
