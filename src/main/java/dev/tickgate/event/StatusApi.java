package dev.tickgate.event;

import dev.tickgate.access.Principal;
import dev.tickgate.bus.Bus;
import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.market.Utc;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.publish.PublishRefusal;
import dev.tickgate.publish.Publisher;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Serves {@code /api/realtime/status}, {@code stats}, {@code connections} and {@code test}, for the
 * whole cluster. Confined to one event loop.
 */
public final class StatusApi implements Mount {
  private static final String PATH = "/api/realtime/";
  private static final String TEST_TYPE = "LISTING_UPDATE";
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int DEFAULT_DAYS = 7;

  private final EventSettings settings;
  private final Bus bus;
  private final Publisher publisher;
  private final Predicate<Principal> admins;
  private final AuthenticationHandler identify;
  private final InstantSource clock;

  private StatusApi(
      EventSettings settings,
      Bus bus,
      Publisher publisher,
      Predicate<Principal> admins,
      AuthenticationHandler identify,
      InstantSource clock) {
    this.settings = settings;
    this.bus = bus;
    this.publisher = publisher;
    this.admins = admins;
    this.identify = identify;
    this.clock = clock;
  }

  /**
   * Must be mounted before {@link Realtime}: where events are disabled, it also answers the
   * requests to the paths of the latter.
   *
   * @param admins the principals that may see connections and send the test event
   */
  public static MountFactory of(
      EventSettings settings,
      Bus bus,
      Publisher publisher,
      Predicate<Principal> admins,
      InstantSource clock) {
    return parts -> new StatusApi(settings, bus, publisher, admins, parts.identify(), clock);
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  static String time(Instant instant) {
    return Utc.format(instant);
  }

  @Override
  public void mount(Router router) {
    Responses.route(router, PATH + "status").handler(identify).handler(this::status);
    if (!settings.enabled()) {
      router.route(PATH + "*").handler(StatusApi::disabled);
      return;
    }
    Responses.route(router, PATH + "stats").handler(identify).handler(this::stats);
    Responses.route(router, PATH + "connections")
        .handler(identify)
        .handler(this::admitAdmin)
        .handler(this::connections);
    router.post(PATH + "test").handler(identify).handler(this::admitAdmin).handler(this::test);
  }

  private static void disabled(RoutingContext context) {
    context.response().setStatusCode(503);
    Responses.json(
        context,
        new JsonObject().put("success", false).put("error", "Realtime events are disabled"));
  }

  private void admitAdmin(RoutingContext context) {
    Principal principal = AuthenticationHandler.principal(context);
    if (admins.test(principal)) {
      context.next();
    } else {
      AuthenticationHandler.refuse(
          context, principal.isKnown() ? ErrorCode.ACCESS_DENIED : ErrorCode.UNAUTHORIZED);
    }
  }

  private void status(RoutingContext context) {
    boolean administrator = admins.test(AuthenticationHandler.principal(context));
    answer(
        context,
        summary(1)
            .map(
                summary ->
                    data(
                        new JsonObject()
                            .put("enabled", settings.enabled())
                            .put("activeConnections", summary.getLong("active"))
                            .put("totalConnections", summary.getLong("connected"))
                            .put("heartbeatInterval", settings.heartbeat().toMillis())
                            .put("debounceWindow", settings.batchWindow().toMillis())
                            .put("administrator", administrator)
                            .put("timestamp", time(clock.instant())))));
  }

  private void stats(RoutingContext context) {
    String asked =
        context.queryParam("days").stream().findFirst().orElse(Integer.toString(DEFAULT_DAYS));
    if (!asked.matches("[1-9]|[12][0-9]|" + StatisticsTables.KEPT_DAYS)) {
      HttpErrors.send(context, 400, "INVALID_DAYS", "days must be a number from 1 to 30.");
      return;
    }
    int days = Integer.parseInt(asked);
    answer(context, summary(days).map(summary -> data(StatisticsJson.of(summary, days))));
  }

  private void connections(RoutingContext context) {
    answer(
        context,
        summary(1)
            .compose(summary -> connectionsOf(summary.getJsonArray("nodes")))
            .map(all -> data(new JsonObject().put("count", all.size()).put("connections", all))));
  }

  private Future<JsonArray> connectionsOf(JsonArray nodes) {
    List<Future<JsonObject>> answers =
        nodes.stream()
            .map(
                node ->
                    bus.nodes()
                        .ask(ReportVerticle.CONNECTIONS + node, new JsonObject(), DEADLINE)
                        // A node that failed within the last seconds has no connections.
                        .otherwise(dead -> new JsonObject().put("connections", new JsonArray())))
            .toList();
    return Future.all(answers)
        .map(
            all -> {
              JsonArray connections = new JsonArray();
              answers.forEach(one -> connections.addAll(one.result().getJsonArray("connections")));
              return connections;
            });
  }

  private void test(RoutingContext context) {
    Optional<Channel> channel =
        settings.channels().stream().filter(one -> one.types().contains(TEST_TYPE)).findFirst();
    if (channel.isEmpty()) {
      HttpErrors.send(context, 404, ErrorCode.UNKNOWN_CHANNEL);
      return;
    }
    Instant now = clock.instant();
    JsonObject event =
        new JsonObject()
            .put("type", TEST_TYPE)
            .put(
                "payload",
                new JsonObject()
                    .put("id", "test-" + now.toEpochMilli())
                    .put("action", "updated")
                    .put("data", new JsonObject().put("message", "This is a test event")))
            .put("timestamp", time(now));
    answer(
        context,
        // Publishes nothing where the request could not be answered.
        summary(1)
            .compose(
                summary ->
                    publisher
                        .publish(
                            channel.get().topic(),
                            Optional.<String>empty(),
                            List.of(event.encode()))
                        .map(
                            published ->
                                new JsonObject()
                                    .put("success", true)
                                    .put("message", "Test event published")
                                    .put("event", event)
                                    .put("activeConnections", summary.getLong("active")))));
  }

  private Future<JsonObject> summary(int days) {
    return bus.nodes()
        .ask(StatisticsVerticle.SUMMARY, new JsonObject().put("days", days), DEADLINE);
  }

  private static JsonObject data(JsonObject data) {
    return new JsonObject().put("success", true).put("data", data);
  }

  private static void answer(RoutingContext context, Future<JsonObject> body) {
    body.onSuccess(json -> Responses.json(context, json))
        .onFailure(
            failure -> {
              if (context.response().closed()) {
                return;
              }
              if (failure instanceof PublishRefusal refusal) {
                HttpErrors.send(context, 503, refusal.code());
                return;
              }
              HttpErrors.send(
                  context,
                  503,
                  "STATS_UNAVAILABLE",
                  "No poller answered in time, or its database did not; send the request again.");
            });
  }
}
