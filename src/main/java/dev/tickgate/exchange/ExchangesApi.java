package dev.tickgate.exchange;

import dev.tickgate.bus.Bus;
import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/exchanges}: the state of each connector. Confined to one event loop. */
public final class ExchangesApi implements Mount {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final List<ExchangeSettings> exchanges;
  private final Bus bus;
  private final AuthenticationHandler identify;

  private ExchangesApi(List<ExchangeSettings> exchanges, Bus bus, AuthenticationHandler identify) {
    this.exchanges = exchanges;
    this.bus = bus;
    this.identify = identify;
  }

  public static MountFactory of(List<ExchangeSettings> exchanges, Bus bus) {
    return parts -> new ExchangesApi(exchanges, bus, parts.identify());
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  @Override
  public void mount(Router router) {
    router.get("/api/exchanges").handler(identify).handler(this::states);
  }

  private void states(RoutingContext context) {
    List<Future<JsonObject>> states =
        exchanges.stream().map(exchange -> state(exchange.venue())).toList();
    Future.all(states)
        .onSuccess(
            all -> {
              JsonArray array = new JsonArray();
              states.forEach(state -> array.add(state.result()));
              send(context, new JsonObject().put("exchanges", array));
            });
  }

  /** Without a leader nobody connects. */
  private Future<JsonObject> state(String venue) {
    return bus.nodes()
        .ask(ExchangeSource.question(venue), new JsonObject(), DEADLINE)
        .otherwise(unanswered -> new JsonObject().put("venue", venue).put("state", "unavailable"));
  }

  private static void send(RoutingContext context, JsonObject body) {
    if (!context.response().closed()) {
      context
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(body.toBuffer());
    }
  }
}
