package dev.tickgate.relay;

import dev.tickgate.bus.Bus;
import dev.tickgate.endpoint.AuthenticationHandler;
import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.http.Responses;
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

/** {@code GET /api/relays}: the state of each relay. Confined to one event loop. */
public final class RelaysApi implements Mount {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final List<String> relays;
  private final Bus bus;
  private final InstantSource clock;
  private final AuthenticationHandler identify;

  private RelaysApi(
      List<String> relays, Bus bus, InstantSource clock, AuthenticationHandler identify) {
    this.relays = relays;
    this.bus = bus;
    this.clock = clock;
    this.identify = identify;
  }

  public static MountFactory of(RelaySettings settings, Bus bus, InstantSource clock) {
    return parts -> new RelaysApi(settings.names(), bus, clock, parts.identify());
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  @Override
  public void mount(Router router) {
    Responses.route(router, "/api/relays").handler(identify).handler(this::states);
  }

  private void states(RoutingContext context) {
    List<Future<JsonObject>> states = relays.stream().map(this::state).toList();
    Future.all(states)
        .onSuccess(
            all -> {
              JsonArray array = new JsonArray();
              states.forEach(state -> array.add(state.result()));
              String now = Utc.format(clock.instant());
              Responses.json(context, new JsonObject().put("now", now).put("relays", array));
            });
  }

  private Future<JsonObject> state(String relay) {
    return bus.nodes()
        .ask(RelaySource.question(relay), new JsonObject(), DEADLINE)
        // No process leads the relay.
        .otherwise(
            unanswered -> new JsonObject().put("relay", relay).put("parts", new JsonArray()));
  }
}
