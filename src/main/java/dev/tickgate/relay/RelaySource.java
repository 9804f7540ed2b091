package dev.tickgate.relay;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceListener;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The parts of a relay while this process leads it. It answers requests for their state on the bus.
 * It gives no drafts to its sequencer: its records are published by the leaders of other feeds.
 * Confined to the leader's event loop.
 */
final class RelaySource implements Source {
  private static final String STATE = "relay.";

  private final Bus bus;
  private final String name;
  private final List<RelayPart> parts;
  private Future<Bus.Registration> answering = Future.failedFuture("not started");

  RelaySource(Bus bus, String name, List<RelayPart> parts) {
    this.bus = bus;
    this.name = name;
    this.parts = parts;
  }

  /** The subject of requests for the state of a relay. */
  static String question(String name) {
    return STATE + name;
  }

  @Override
  public void start(Sequencer sequencer, SourceListener listener) {
    parts.forEach(RelayPart::start);
    answering = bus.nodes().answer(question(name), asked -> Future.succeededFuture(report()));
    listener.proven();
  }

  private JsonObject report() {
    JsonArray states = new JsonArray();
    parts.forEach(part -> states.add(part.report().json()));
    return new JsonObject().put("relay", name).put("parts", states);
  }

  @Override
  public Future<Void> quiet() {
    Future<?> stopped = Future.join(parts.stream().map(RelayPart::stop).toList());
    return answering
        .compose(Bus.Registration::cancel)
        .otherwiseEmpty()
        .eventually(() -> stopped)
        .eventually(
            () -> {
              parts.forEach(part -> part.report().stopped());
              return Future.succeededFuture();
            });
  }

  @Override
  public Future<Void> idle() {
    return Future.succeededFuture();
  }
}
