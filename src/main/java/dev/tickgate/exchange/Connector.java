package dev.tickgate.exchange;

import dev.tickgate.lead.DemandListener;
import dev.tickgate.lead.Draft;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Publishes the data of an exchange while topics have subscribers. Confined to the leader's event
 * loop.
 */
final class Connector implements DemandListener, Updates {
  private static final int MOST_BYTES = 1 << 20;

  private final Vertx vertx;
  private final Venue venue;
  private final WebSocketClient client;
  private final ConnectorReport report;
  private final UpdateReader updates;
  private final Subscriptions subscriptions;
  private final Uplink uplink;
  private Consumer<Draft> drafts;
  private boolean isStopped;
  private boolean isAdmitting;

  Connector(
      Vertx vertx,
      Venue venue,
      URI url,
      ExchangeMetrics metrics,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random) {
    this.vertx = vertx;
    this.venue = venue;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(MOST_BYTES).setMaxMessageSize(MOST_BYTES));
    this.report = new ConnectorReport(venue.name(), url, metrics, clock);
    this.updates = new UpdateReader(venue.name(), report, clock);
    this.subscriptions = new Subscriptions(venue, report, updates, nanos);
    Pace pace = new Pace(venue.limits().pace(), nanos);
    this.uplink =
        new Uplink(
            listener -> new ExchangeConnection(client, venue, url, pace, this, listener, nanos),
            subscriptions,
            this::publish,
            report,
            nanos,
            random);
  }

  String venue() {
    return venue.name();
  }

  /** Whether topics have subscribers, and the last connection or attempt has failed. */
  boolean isAway() {
    return report.isAway();
  }

  JsonObject report() {
    return report.json(subscriptions.size());
  }

  /**
   * Starts the connector, which connects when a topic is wanted.
   *
   * @param to receives the drafts in their order
   */
  void start(Consumer<Draft> to) {
    drafts = to;
  }

  @Override
  public void wanted(Topic topic) {
    subscriptions.add(topic);
    admitSoon();
  }

  @Override
  public void unwanted(Topic topic) {
    subscriptions.remove(topic).ifPresent(subject -> uplink.unsubscribe(Set.of(subject)));
    if (subscriptions.isEmpty()) {
      // Nothing waits for the close: the next connection is a new one.
      uplink.close();
      report.idle("no subscriber");
    }
    admitSoon();
  }

  /** Admits topics together in the next turn, because a gateway reports many topics at once. */
  private void admitSoon() {
    if (!isAdmitting) {
      isAdmitting = true;
      vertx.runOnContext(turn -> admit());
    }
  }

  private void admit() {
    isAdmitting = false;
    Set<Subject> added = subscriptions.admit();
    if (!added.isEmpty() && !isStopped) {
      uplink.subscribe(added);
      uplink.connect();
    }
  }

  /** Called at the interval {@link ExchangeConnection#TICK}. */
  void tick() {
    report.tick(subscriptions.size());
    uplink.tick();
    if (subscriptions.pardon()) {
      admitSoon();
    }
  }

  @Override
  public void quote(ExchangeConnection from, Quote quote) {
    updates.read(quote).ifPresent(update -> received(from, Subject.quotes(quote.symbol()), update));
  }

  @Override
  public void frame(ExchangeConnection from, Subject subject, String payload, long sequence) {
    updates.read(subject, payload, sequence).ifPresent(update -> received(from, subject, update));
  }

  private void received(ExchangeConnection from, Subject subject, Update update) {
    subscriptions.stream(subject)
        .ifPresent(
            stream -> {
              uplink.isUseful();
              boolean isLatter = uplink.isReplacement(from);
              (isLatter ? stream.latter(update) : stream.former(update)).forEach(this::publish);
            });
  }

  private void publish(Update update) {
    drafts.accept(update.draft());
  }

  @Override
  public void refused(Optional<Subject> subject, Refusal refusal) {
    if (subject.isEmpty()) {
      report.count(ExchangeEvent.REFUSAL);
    } else if (subscriptions.stream(subject.get()).isPresent()) {
      subscriptions.refuse(subject.get(), refusal.code(), refusal.message());
    }
  }

  @Override
  public void status(MarketStatus status) {
    report.market(status);
  }

  @Override
  public void unknown() {
    report.count(ExchangeEvent.UNKNOWN);
  }

  /** Closes the connections; the connector does not connect again. */
  Future<Void> stop() {
    isStopped = true;
    subscriptions.clear();
    report.idle("the leadership has ended");
    report.tick(0);
    return uplink.close().eventually(client::close);
  }
}
