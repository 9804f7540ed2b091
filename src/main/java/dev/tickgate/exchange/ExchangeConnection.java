package dev.tickgate.exchange;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One WebSocket to an exchange. Sends commands and pings, and closes when the exchange is silent.
 * Confined to the event loop that opens it.
 */
final class ExchangeConnection {
  /** The interval of {@link #tick}. */
  static final Duration TICK = Duration.ofMillis(50);

  private static final Duration HANDSHAKE = Duration.ofSeconds(5);
  private static final Buffer PING = Buffer.buffer("tickgate");

  private final Limits limits;
  private final Conversation conversation;
  private final CommandQueue commands;
  private final Pace pace;
  private final Updates updates;
  private final ConnectionListener listener;
  private final Liveness liveness;
  private final LongSupplier nanos;
  private final ClientWebSocket socket;
  private final WebSocketConnectOptions options;
  private long opened;
  private boolean isOpen;
  private boolean isOver;
  private boolean isGoingAway;

  ExchangeConnection(
      WebSocketClient client,
      Venue venue,
      URI base,
      Pace pace,
      Updates updates,
      ConnectionListener listener,
      LongSupplier nanos) {
    this.limits = venue.limits();
    this.conversation = venue.open();
    this.commands = new CommandQueue(limits, conversation, nanos, updates::refused);
    this.liveness = new Liveness(TICK, limits, nanos);
    this.updates = updates;
    this.pace = pace;
    this.listener = listener;
    this.nanos = nanos;
    this.socket = client.webSocket();
    this.options =
        new WebSocketConnectOptions()
            .setAbsoluteURI(venue.endpoint(base).toString())
            .setTimeout(HANDSHAKE.toMillis());
  }

  /** Opens the connection. The future completes when the exchange has accepted the WebSocket. */
  Future<Void> open() {
    Frames frames = new Frames(this, commands, updates);
    socket.textMessageHandler(
        text -> {
          liveness.heard();
          if (!isOver) {
            conversation.received(text, frames);
            pump();
          }
        });
    socket.pongHandler(pong -> liveness.heard());
    socket.closeHandler(closed -> end("closed: " + socket.closeStatusCode()));
    socket.exceptionHandler(failure -> end(String.valueOf(failure.getMessage())));
    return socket
        .connect(options)
        .compose(
            accepted -> {
              if (isOver) {
                return socket.close().transform(closed -> Future.failedFuture("ended at once"));
              }
              opened = nanos.getAsLong();
              isOpen = true;
              return Future.succeededFuture();
            });
  }

  boolean isOpen() {
    return isOpen && !isOver;
  }

  void subscribe(Set<Subject> more) {
    commands.subscribe(more);
    pump();
  }

  void unsubscribe(Set<Subject> fewer) {
    commands.unsubscribe(fewer);
    pump();
  }

  /** Whether the exchange has answered all commands, or their time for an answer is over. */
  boolean isSettled() {
    return isOpen && commands.isEmpty();
  }

  /** Marks the connection as one that the exchange is about to close. */
  void goingAway() {
    isGoingAway = true;
  }

  /** Whether the connection needs a replacement, because the exchange closes it soon. */
  boolean isEnding() {
    return isOpen && (isGoingAway || nanos.getAsLong() - opened >= limits.age().toNanos());
  }

  void tick() {
    if (!isOpen()) {
      return;
    }
    liveness.tick();
    if (liveness.isSilent()) {
      socket.close();
      end("silent for " + limits.silence().toSeconds() + " s");
      return;
    }
    pump();
    if (liveness.isPingDue() && pace.take()) {
      liveness.pinged();
      conversation.ping().ifPresentOrElse(this::write, () -> socket.writePing(PING));
    }
  }

  private void pump() {
    if (isOpen() && commands.hasNext() && pace.take()) {
      write(commands.next().frame());
    }
  }

  // After a failed write, Vert.x calls the close handler.
  private void write(String frame) {
    socket.writeTextMessage(frame);
  }

  private void end(String reason) {
    if (!isOver) {
      isOver = true;
      // Before the connection is open, the future of open() fails instead.
      if (isOpen) {
        listener.closed(this, reason);
      }
    }
  }

  /** Closes the connection without a call of the listener. */
  Future<Void> close() {
    isOver = true;
    return isOpen ? socket.close() : Future.succeededFuture();
  }
}
