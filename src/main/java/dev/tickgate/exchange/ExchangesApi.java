package dev.tickgate.exchange;

import dev.tickgate.bus.Bus;
import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.http.Responses;
import dev.tickgate.http.SecurityHeaders;
import dev.tickgate.market.Utc;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Serves {@code GET /api/exchanges}: the state of each connector. Also allows the page of exchanges
 * to connect to them. Confined to one event loop.
 */
public final class ExchangesApi implements Mount {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final String PAGE = "/hub.html";

  private final List<ExchangeSettings> exchanges;
  private final Bus bus;
  private final InstantSource clock;
  private final AuthenticationHandler identify;

  private ExchangesApi(
      List<ExchangeSettings> exchanges,
      Bus bus,
      InstantSource clock,
      AuthenticationHandler identify) {
    this.exchanges = exchanges;
    this.bus = bus;
    this.clock = clock;
    this.identify = identify;
  }

  public static MountFactory of(List<ExchangeSettings> exchanges, Bus bus, InstantSource clock) {
    return parts -> new ExchangesApi(exchanges, bus, clock, parts.identify());
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  @Override
  public void mount(Router router) {
    Responses.route(router, "/api/exchanges").handler(identify).handler(this::states);
    Responses.route(router, PAGE).handler(this::allowExchanges);
  }

  /**
   * Allows the page to connect to the exchanges: it compares its own connections with the data of
   * the hub.
   */
  private void allowExchanges(RoutingContext context) {
    List<String> bases = exchanges.stream().map(exchange -> exchange.url().toString()).toList();
    SecurityHeaders.allowConnections(context.response(), bases);
    context.next();
  }

  private void states(RoutingContext context) {
    List<Future<JsonObject>> states = exchanges.stream().map(this::state).toList();
    Future.all(states)
        .onSuccess(
            all -> {
              JsonArray array = new JsonArray();
              states.forEach(state -> array.add(state.result()));
              String now = Utc.format(clock.instant());
              Responses.json(context, new JsonObject().put("now", now).put("exchanges", array));
            });
  }

  private Future<JsonObject> state(ExchangeSettings exchange) {
    String venue = exchange.venue();
    return bus.nodes()
        .ask(ExchangeSource.question(venue), new JsonObject(), DEADLINE)
        // Without a leader no process is connected.
        .otherwise(unanswered -> new JsonObject().put("venue", venue).put("state", "unavailable"))
        .map(
            state ->
                state
                    .put("url", exchange.url().toString())
                    .put("simulated", exchange.isSimulated()));
  }
}
