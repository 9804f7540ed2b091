package dev.tickgate.exchange;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.FeedState;
import dev.tickgate.lead.DemandListener;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Runs a connector during one leadership, and answers questions for its state on the bus. Confined
 * to the leader's event loop.
 */
final class ExchangeSource implements Source {
  private static final String STATE = "exchange.";

  private final Vertx vertx;
  private final Bus bus;
  private final Connector connector;
  private final TurnDrafts drafts;
  private Future<Bus.Registration> answering = Future.failedFuture("not started");
  private long timer;

  ExchangeSource(Vertx vertx, Bus bus, Connector connector) {
    this.vertx = vertx;
    this.bus = bus;
    this.connector = connector;
    this.drafts = new TurnDrafts(vertx);
  }

  /** The subject of questions for the state of an exchange's connector. */
  static String question(String venue) {
    return STATE + venue;
  }

  @Override
  public void start(Sequencer sequencer, SourceListener listener) {
    drafts.start(sequencer);
    connector.start(drafts);
    timer = vertx.setPeriodic(ExchangeConnection.TICK.toMillis(), now -> connector.tick());
    answering =
        bus.nodes()
            .answer(
                question(connector.venue()), asked -> Future.succeededFuture(connector.report()));
    listener.proven();
  }

  @Override
  public FeedState state() {
    return connector.isAway() ? FeedState.EXCHANGE_AWAY : FeedState.LIVE;
  }

  @Override
  public Optional<DemandListener> demand() {
    return Optional.of(connector);
  }

  @Override
  public Future<Void> quiet() {
    vertx.cancelTimer(timer);
    Future<Void> closed = connector.stop();
    return answering.compose(Bus.Registration::cancel).otherwiseEmpty().eventually(() -> closed);
  }

  @Override
  public Future<Void> idle() {
    return Future.succeededFuture();
  }
}
