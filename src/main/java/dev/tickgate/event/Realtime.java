package dev.tickgate.event;

import dev.tickgate.endpoint.Endpoint;
import dev.tickgate.endpoint.Mount;
import dev.tickgate.endpoint.MountFactory;
import dev.tickgate.endpoint.MountParts;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Serves {@code /api/realtime/events} and {@code /api/schemas} on one event loop of a gateway. */
public final class Realtime implements Mount {
  private final EventsEndpoint events;
  private final SchemasApi schemas;

  private Realtime(EventsEndpoint events, SchemasApi schemas) {
    this.events = events;
    this.schemas = schemas;
  }

  /**
   * @param metrics called on every event loop
   */
  public static MountFactory of(
      EventSettings settings, EventSchemas schemas, EventMetrics metrics) {
    return parts -> create(settings, schemas, metrics, parts);
  }

  private static Realtime create(
      EventSettings settings, EventSchemas schemas, EventMetrics metrics, MountParts parts) {
    InstantSource clock = InstantSource.system();
    EventStreams streams =
        new EventStreams(
            parts.hub(),
            settings.batchWindow().toMillis(),
            (millis, task) -> parts.vertx().setTimer(millis, timer -> task.run()),
            metrics,
            clock);
    EventHeartbeats heartbeats = new EventHeartbeats(streams);
    long tick = settings.heartbeat().toMillis() / EventHeartbeats.SLOTS;
    parts.vertx().setPeriodic(tick, timer -> heartbeats.tick());
    return new Realtime(
        new EventsEndpoint(
            parts,
            settings.channels(),
            streams,
            heartbeats,
            metrics,
            clock,
            () -> UUID.randomUUID().toString(),
            RandomGenerator.getDefault()),
        new SchemasApi(schemas, parts.identify()));
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    return Optional.empty();
  }

  @Override
  public void mount(Router router) {
    events.mount(router);
    schemas.mount(router);
  }

  @Override
  public void refuse() {
    events.refuse();
  }
}
