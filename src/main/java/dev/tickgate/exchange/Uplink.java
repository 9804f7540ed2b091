package dev.tickgate.exchange;

import dev.tickgate.lead.Backoff;
import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The connection to an exchange, and its replacement during an overlap; never more than these two.
 * After a connection fails or breaks, the next attempt follows after a pause. Confined to the
 * connector's event loop.
 *
 * <pre>
 *          connect()               accepted              the connection ends soon
 *   IDLE ──────────────▶ CONNECTING ────────▶ CONNECTED ─────────────────────────▶ + replacement
 *     ▲                      ▲ │ refused, failed  │ ▲    both sent the same, or the old one broke  │
 *     │                pause │ ▼                  │ └──────────────────────────────────────────────┘
 *     └──────────────── RECONNECTING, ◀───────────┘ broke
 *        close()        MAINTENANCE
 * </pre>
 */
final class Uplink implements ConnectionListener {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  // The longest overlap, from the time at which the new connection has all subscriptions.
  private static final Duration OVERLAP = Duration.ofSeconds(5);
  private static final int UNAVAILABLE = 503;

  private final Function<ConnectionListener, ExchangeConnection> connections;
  private final Subscriptions subscriptions;
  private final Consumer<Update> published;
  private final ConnectorReport report;
  private final LongSupplier nanos;
  private final Backoff backoff;
  private Optional<ExchangeConnection> current = Optional.empty();
  private Optional<ExchangeConnection> replacement = Optional.empty();
  // The time at which the replacement had all subscriptions.
  private OptionalLong settledAt = OptionalLong.empty();
  private boolean isRetrying;
  private long retryAt;

  /**
   * @param connections creates a connection that is not open yet
   * @param published receives the updates that were held back during an overlap
   */
  Uplink(
      Function<ConnectionListener, ExchangeConnection> connections,
      Subscriptions subscriptions,
      Consumer<Update> published,
      ConnectorReport report,
      LongSupplier nanos,
      RandomGenerator random) {
    this.connections = connections;
    this.subscriptions = subscriptions;
    this.published = published;
    this.report = report;
    this.nanos = nanos;
    this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    // The first replacement needs no pause.
    this.retryAt = nanos.getAsLong();
  }

  /** Connects, unless it is connected or is about to connect again. */
  void connect() {
    if (current.isEmpty() && !isRetrying) {
      attempt();
    }
  }

  private void attempt() {
    isRetrying = false;
    report.connecting();
    ExchangeConnection connection = connections.apply(this);
    current = Optional.of(connection);
    open(connection);
  }

  private void open(ExchangeConnection connection) {
    connection
        .open()
        .onSuccess(accepted -> opened(connection))
        .onFailure(failure -> failed(connection, failure));
  }

  private void opened(ExchangeConnection connection) {
    if (isReplacement(connection)) {
      subscriptions.overlap();
    } else if (isCurrent(connection)) {
      report.connected();
      subscriptions.restart();
    } else {
      connection.close();
      return;
    }
    connection.subscribe(subscriptions.subjects());
  }

  private void failed(ExchangeConnection connection, Throwable failure) {
    if (isReplacement(connection)) {
      report.count(ExchangeEvent.CONNECT_FAILURE);
      replacement = Optional.empty();
      pause();
    } else if (isCurrent(connection)) {
      report.count(ExchangeEvent.CONNECT_FAILURE);
      boolean isAway =
          failure instanceof UpgradeRejectedException rejection
              && rejection.getStatus() == UNAVAILABLE;
      retry(
          isAway ? ConnectorState.MAINTENANCE : ConnectorState.RECONNECTING,
          String.valueOf(failure.getMessage()));
    }
  }

  private void retry(ConnectorState state, String reason) {
    current = Optional.empty();
    isRetrying = true;
    pause();
    report.failed(state, reason);
  }

  private void pause() {
    retryAt = nanos.getAsLong() + Duration.ofMillis(backoff.next()).toNanos();
  }

  /** The exchange sends data: the pause after the next failure is the first one again. */
  void isUseful() {
    backoff.reset();
  }

  private boolean isCurrent(ExchangeConnection connection) {
    return current.filter(connection::equals).isPresent();
  }

  boolean isReplacement(ExchangeConnection connection) {
    return replacement.filter(connection::equals).isPresent();
  }

  void subscribe(Set<Subject> more) {
    eachOpen(connection -> connection.subscribe(more));
  }

  void unsubscribe(Set<Subject> fewer) {
    eachOpen(connection -> connection.unsubscribe(fewer));
  }

  private void eachOpen(Consumer<ExchangeConnection> action) {
    current.filter(ExchangeConnection::isOpen).ifPresent(action);
    replacement.filter(ExchangeConnection::isOpen).ifPresent(action);
  }

  @Override
  public void closed(ExchangeConnection from, String reason) {
    if (isReplacement(from)) {
      replacement = Optional.empty();
      pause();
      subscriptions.end().forEach(published);
    } else if (isCurrent(from)) {
      report.count(ExchangeEvent.DISCONNECT);
      if (replacement.filter(ExchangeConnection::isOpen).isPresent()) {
        promote();
      } else if (replacement.isPresent()) {
        // The replacement is in its handshake, and opens sooner than a new attempt.
        current = replacement;
        replacement = Optional.empty();
        report.replaced(reason);
      } else {
        retry(ConnectorState.RECONNECTING, reason);
      }
    }
  }

  /** Called at the interval {@link ExchangeConnection#TICK}. */
  void tick() {
    current.ifPresent(ExchangeConnection::tick);
    replacement.ifPresent(ExchangeConnection::tick);
    boolean isDue = nanos.getAsLong() - retryAt >= 0;
    if (isRetrying && isDue && !subscriptions.isEmpty()) {
      attempt();
    } else if (replacement.isPresent()) {
      advanceOverlap();
    } else if (isDue && current.filter(ExchangeConnection::isEnding).isPresent()) {
      overlap();
    }
  }

  private void overlap() {
    ExchangeConnection connection = connections.apply(this);
    replacement = Optional.of(connection);
    settledAt = OptionalLong.empty();
    open(connection);
  }

  private void advanceOverlap() {
    long now = nanos.getAsLong();
    if (settledAt.isEmpty() && replacement.orElseThrow().isSettled()) {
      settledAt = OptionalLong.of(now);
    }
    settledAt.ifPresent(
        at -> {
          if (now - at >= OVERLAP.toNanos() || subscriptions.areSettled()) {
            promote();
          }
        });
  }

  private void promote() {
    report.count(ExchangeEvent.OVERLAP);
    current.ifPresent(ExchangeConnection::close);
    current = replacement;
    replacement = Optional.empty();
    subscriptions.end().forEach(published);
  }

  /** Closes the connections; {@link #connect} opens a new one. */
  Future<Void> close() {
    Future<Void> closed = current.map(ExchangeConnection::close).orElseGet(Future::succeededFuture);
    replacement.ifPresent(ExchangeConnection::close);
    current = Optional.empty();
    replacement = Optional.empty();
    isRetrying = false;
    return closed;
  }
}
