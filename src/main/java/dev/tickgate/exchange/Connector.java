package dev.tickgate.exchange;

import dev.tickgate.lead.Backoff;
import dev.tickgate.lead.DemandListener;
import dev.tickgate.lead.Draft;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The connection to an exchange: connects while topics have subscribers, reconnects, and replaces
 * an old connection by a new one without a gap. Confined to the leader's event loop.
 *
 * <pre>
 *          first topic              accepted
 *   IDLE ──────────────▶ CONNECTING ────────▶ CONNECTED ◀──▶ (overlap: two connections)
 *     ▲                      ▲ │ refused, failed  │ ended
 *     │                pause │ ▼                  │
 *     └──────────────────  RECONNECTING, MAINTENANCE
 *        no topic
 * </pre>
 */
final class Connector implements DemandListener, ConnectionListener {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  // From the moment in which the new connection has all subscriptions.
  private static final Duration OVERLAP = Duration.ofSeconds(5);
  private static final int UNAVAILABLE = 503;
  private static final int MOST_BYTES = 1 << 20;

  private final Vertx vertx;
  private final Venue venue;
  private final URI url;
  private final LongSupplier nanos;
  private final Backoff backoff;
  private final Pace pace;
  private final WebSocketClient client;
  private final ConnectorReport report;
  private final UpdateReader updates;
  // With a subscriber in the cluster; those that the exchange has, or is to have; and refused ones.
  private final Set<Topic> wanted = new LinkedHashSet<>();
  private final Map<Subject, SubjectStream> streams = new LinkedHashMap<>();
  private final Set<Subject> refused = new LinkedHashSet<>();
  // Reported as topics that found no place.
  private final Set<Topic> waiting = new LinkedHashSet<>();
  private Consumer<Draft> drafts;
  private Optional<ExchangeConnection> current = Optional.empty();
  private Optional<ExchangeConnection> next = Optional.empty();
  private boolean isOpen;
  private boolean isNextOpen;
  private boolean isStopped;
  private boolean isAdmitting;
  private long retryAt;
  private long settledAt;
  private boolean wasSettled;

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
    this.url = url;
    this.nanos = nanos;
    this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.pace = new Pace(venue.limits().pace(), nanos);
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(MOST_BYTES).setMaxMessageSize(MOST_BYTES));
    this.report = new ConnectorReport(venue.name(), metrics, clock);
    this.updates = new UpdateReader(venue.name(), report, clock);
  }

  String venue() {
    return venue.name();
  }

  JsonObject report() {
    return report.json(streams.size());
  }

  /**
   * Begins to connect when a topic is wanted.
   *
   * @param to gets the drafts in their order
   */
  void start(Consumer<Draft> to) {
    drafts = to;
  }

  @Override
  public void wanted(Topic topic) {
    wanted.add(topic);
    admitSoon();
  }

  @Override
  public void unwanted(Topic topic) {
    wanted.remove(topic);
    waiting.remove(topic);
    report.forget(topic);
    Subject subject = Subject.of(venue.name(), topic).orElseThrow();
    refused.remove(subject);
    if (streams.remove(subject) != null) {
      ifOpen(connection -> connection.unsubscribe(Set.of(subject)));
    }
    if (streams.isEmpty()) {
      close();
      report.state(ConnectorState.IDLE, "no subscriber");
    }
    admitSoon();
  }

  /** Together: a gateway reports many topics at once. */
  private void admitSoon() {
    if (!isAdmitting) {
      isAdmitting = true;
      vertx.runOnContext(turn -> admit());
    }
  }

  private void admit() {
    isAdmitting = false;
    Set<Subject> added = new LinkedHashSet<>();
    for (Topic topic : wanted) {
      Subject subject = Subject.of(venue.name(), topic).orElseThrow();
      if (streams.containsKey(subject) || refused.contains(subject)) {
        continue;
      }
      if (!venue.isPlausible(subject)) {
        refuse(subject, "INVALID_NAME", "the exchange has no such name");
      } else if (streams.size() < venue.limits().streams()) {
        waiting.remove(topic);
        report.forget(topic);
        streams.put(subject, new SubjectStream(subject, venue.isDense(subject), updates));
        added.add(subject);
      } else if (waiting.add(topic)) {
        // Not remembered as refused: it follows when another topic leaves.
        report.refused(topic, "TOO_MANY_STREAMS", "the connection has all that the exchange takes");
      }
    }
    if (!added.isEmpty()) {
      ifOpen(connection -> connection.subscribe(added));
      if (current.isEmpty() && report.state() == ConnectorState.IDLE) {
        connect();
      }
    }
  }

  private void ifOpen(Consumer<ExchangeConnection> action) {
    current.filter(connection -> isOpen).ifPresent(action);
    next.filter(connection -> isNextOpen).ifPresent(action);
  }

  private void refuse(Subject subject, String code, String message) {
    refused.add(subject);
    streams.remove(subject);
    report.refused(subject.topic(venue.name()), code, message);
  }

  private void connect() {
    if (isStopped || streams.isEmpty()) {
      return;
    }
    report.state(ConnectorState.CONNECTING, "");
    ExchangeConnection connection = connection();
    current = Optional.of(connection);
    isOpen = false;
    connection
        .open()
        .onSuccess(accepted -> handshaken(connection))
        .onFailure(failure -> failed(connection, failure));
  }

  private ExchangeConnection connection() {
    return new ExchangeConnection(client, venue, url, pace, this, nanos);
  }

  private void handshaken(ExchangeConnection connection) {
    if (isCurrent(connection)) {
      opened(connection);
    } else if (isNext(connection)) {
      openedNext(connection);
    } else {
      connection.close();
    }
  }

  private void opened(ExchangeConnection connection) {
    isOpen = true;
    report.state(ConnectorState.CONNECTED, "");
    // A symbol that the exchange did not have may be listed now.
    refused.removeIf(venue::isPlausible);
    streams.values().forEach(SubjectStream::restart);
    connection.subscribe(Set.copyOf(streams.keySet()));
    admitSoon();
  }

  private void failed(ExchangeConnection connection, Throwable failure) {
    if (isNext(connection)) {
      report.count(ExchangeEvent.CONNECT_FAILURE);
      next = Optional.empty();
      pauseOverlap();
    }
    if (!isCurrent(connection)) {
      return;
    }
    report.count(ExchangeEvent.CONNECT_FAILURE);
    boolean isAway =
        failure instanceof UpgradeRejectedException rejection
            && rejection.getStatus() == UNAVAILABLE;
    retry(
        isAway ? ConnectorState.MAINTENANCE : ConnectorState.RECONNECTING,
        String.valueOf(failure.getMessage()));
  }

  private void retry(ConnectorState state, String reason) {
    current = Optional.empty();
    isOpen = false;
    retryAt = nanos.getAsLong() + Duration.ofMillis(backoff.next()).toNanos();
    report.state(state, reason);
  }

  private boolean isCurrent(ExchangeConnection connection) {
    return current.filter(connection::equals).isPresent();
  }

  private boolean isNext(ExchangeConnection connection) {
    return next.filter(connection::equals).isPresent();
  }

  @Override
  public void closed(ExchangeConnection from, String reason) {
    if (isNext(from)) {
      next = Optional.empty();
      isNextOpen = false;
      pauseOverlap();
      streams.values().forEach(stream -> stream.end().forEach(this::publish));
    } else if (isCurrent(from) && isOpen) {
      report.count(ExchangeEvent.DISCONNECT);
      if (isNextOpen) {
        promote();
      } else if (next.isPresent()) {
        // Its handshake is under way: it is sooner than a new attempt.
        current = next;
        next = Optional.empty();
        isOpen = false;
        report.state(ConnectorState.CONNECTING, reason);
      } else {
        retry(ConnectorState.RECONNECTING, reason);
      }
    }
  }

  /** Some times a second. */
  void tick() {
    report.tick(streams.size());
    current.ifPresent(ExchangeConnection::tick);
    next.ifPresent(ExchangeConnection::tick);
    boolean isDue = nanos.getAsLong() - retryAt >= 0;
    if (current.isEmpty() && isDue && report.state() != ConnectorState.IDLE) {
      connect();
    } else if (isOpen && next.isEmpty() && isDue && isEnding()) {
      overlap();
    } else if (isNextOpen) {
      advanceOverlap();
    }
  }

  private boolean isEnding() {
    return current.filter(ExchangeConnection::isEnding).isPresent();
  }

  private void overlap() {
    ExchangeConnection connection = connection();
    next = Optional.of(connection);
    wasSettled = false;
    connection
        .open()
        .onSuccess(accepted -> handshaken(connection))
        .onFailure(failure -> failed(connection, failure));
  }

  private void pauseOverlap() {
    retryAt = nanos.getAsLong() + Duration.ofMillis(backoff.next()).toNanos();
  }

  private void openedNext(ExchangeConnection connection) {
    isNextOpen = true;
    streams.values().forEach(SubjectStream::overlap);
    connection.subscribe(Set.copyOf(streams.keySet()));
  }

  private void advanceOverlap() {
    if (!wasSettled) {
      wasSettled = next.orElseThrow().isSettled();
      settledAt = nanos.getAsLong();
    }
    boolean isOver = wasSettled && nanos.getAsLong() - settledAt >= OVERLAP.toNanos();
    if (isOver || wasSettled && streams.values().stream().allMatch(SubjectStream::isSettled)) {
      promote();
    }
  }

  private void promote() {
    report.count(ExchangeEvent.OVERLAP);
    current.ifPresent(ExchangeConnection::close);
    current = next;
    next = Optional.empty();
    isNextOpen = false;
    streams.values().forEach(stream -> stream.end().forEach(this::publish));
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
    SubjectStream stream = streams.get(subject);
    if (stream != null) {
      backoff.reset();
      (isNext(from) ? stream.latter(update) : stream.former(update)).forEach(this::publish);
    }
  }

  private void publish(Update update) {
    drafts.accept(update.draft());
  }

  @Override
  public void refused(
      ExchangeConnection from, Optional<Subject> subject, String code, String message) {
    if (subject.filter(streams::containsKey).isPresent()) {
      refuse(subject.get(), code, message);
    } else if (subject.isEmpty()) {
      report.count(ExchangeEvent.REFUSAL);
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

  private Future<Void> close() {
    Future<Void> closed = current.map(ExchangeConnection::close).orElseGet(Future::succeededFuture);
    next.ifPresent(ExchangeConnection::close);
    current = Optional.empty();
    next = Optional.empty();
    isOpen = false;
    isNextOpen = false;
    return closed;
  }

  /** Closes the connections, for good. */
  Future<Void> stop() {
    isStopped = true;
    streams.clear();
    wanted.clear();
    report.state(ConnectorState.IDLE, "the leadership has ended");
    report.tick(0);
    return close().eventually(client::close);
  }
}
