package dev.tickgate.endpoint;

import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.Token;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Inbound;
import dev.tickgate.transport.WebSocketConnection;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The plain WebSockets: one stream per connection ({@code /ws/…}), many streams by JSON commands
 * ({@code /ws}), or the relay of exchanges.
 */
public final class WebSockets implements Mount {
  private static final String PREFIX = "/ws/";

  private final Hub hub;
  private final Dispatcher dispatcher;
  private final RelaySockets relay;
  private final Map<String, Topic> streams;
  private final Instruments instruments;
  private final Inbound inbound;

  WebSockets(
      Hub hub,
      Dispatcher dispatcher,
      RelaySockets relay,
      Map<String, Topic> streams,
      Instruments instruments,
      Inbound inbound) {
    this.hub = hub;
    this.dispatcher = dispatcher;
    this.relay = relay;
    this.streams = streams;
    this.instruments = instruments;
    this.inbound = inbound;
  }

  @Override
  public Optional<Endpoint> at(HttpServerRequest request) {
    String path = request.path();
    if (path.equals("/ws") && RelaySockets.isFor(request)) {
      return Optional.of(new Endpoint(inbound, socket -> relay.open(request, socket)));
    }
    if (path.equals("/ws")) {
      return Optional.of(new Endpoint(inbound, socket -> commands(request, socket)));
    }
    if (!path.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String stream = decoded(path.substring(PREFIX.length()));
    return Optional.of(new Endpoint(inbound, socket -> stream(stream, request, socket)));
  }

  /**
   * Decodes the name of a stream; that of a table may have any characters. A name that cannot be
   * decoded stays as it is, and matches no stream.
   */
  private static String decoded(String name) {
    try {
      // In a path, unlike in a query, a plus is not a space.
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /** Answers a request without an upgrade with 426 and the protocol. */
  @Override
  public void mount(Router router) {
    Responses.route(router, "/ws").handler(WebSockets::upgradeRequired);
    Responses.route(router, "/ws/*").handler(WebSockets::upgradeRequired);
  }

  public static void upgradeRequired(RoutingContext context) {
    if (context.request().version() != HttpVersion.HTTP_2) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
    }
    HttpErrors.send(
        context, 426, "UPGRADE_REQUIRED", "This path accepts WebSocket connections only.");
  }

  private void commands(HttpServerRequest request, WebSocketConnection connection) {
    Optional<Boolean> envelope = Envelope.wanted(request);
    Format format = envelope.orElse(false) ? Format.ENVELOPE_WEBSOCKET : Format.JSON_WEBSOCKET;
    Session session = dispatcher.open(connection, format);
    if (envelope.isEmpty()) {
      connection.listen(new SessionListener(hub, session, message -> {}));
      dispatcher.end(session, ErrorCode.INVALID_ENVELOPE);
      hub.flush();
      return;
    }
    Conversation conversation =
        dispatcher.listen(session, ReadControl.of(connection), RequestToken.in(request));
    connection.listen(new SessionListener(hub, session, conversation::hear));
  }

  private void stream(String name, HttpServerRequest request, WebSocketConnection connection) {
    Session session = dispatcher.open(connection, Format.JSON_WEBSOCKET);
    // Messages of a client on a one-stream socket are ignored.
    connection.listen(new SessionListener(hub, session, message -> {}));
    String symbol = request.getParam("symbol");
    Optional<Topic> topic = topic(name, symbol);
    String since = request.getParam("since");
    Optional<Position> position = Position.parse(since);
    Optional<Pace> pace = Pace.parse(request.getParam("maxRate"));
    if (topic.isEmpty()) {
      dispatcher.end(session, withoutTopic(name, symbol));
    } else if (since != null && position.isEmpty()) {
      dispatcher.end(session, ErrorCode.INVALID_POSITION);
    } else if (pace.isEmpty()) {
      dispatcher.end(session, ErrorCode.INVALID_RATE);
    } else if (pace.get().isLimited() && hub.settings().deliversEach(topic.get())) {
      dispatcher.end(session, ErrorCode.RATE_NOT_SUPPORTED);
    } else {
      Command.Subscribe command = new Command.Subscribe(topic.get(), position, pace.get());
      introduce(session, RequestToken.in(request)).onSuccess(known -> subscribe(session, command));
    }
    hub.flush();
  }

  /** Returns the reason for which a path and a symbol lead to no topic. */
  private ErrorCode withoutTopic(String stream, String symbol) {
    if (instruments.table(stream).isEmpty()) {
      return ErrorCode.INVALID_PATH;
    }
    return symbol == null || symbol.isEmpty() ? ErrorCode.MISSING_SYMBOL : ErrorCode.UNKNOWN_SYMBOL;
  }

  /**
   * Returns the topic of a configured stream, of a symbol of a table, or of the topic name in the
   * path.
   */
  private Optional<Topic> topic(String stream, String symbol) {
    Topic known = streams.get(stream);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<SymbolTable> table = instruments.table(stream);
    Optional<Instrument> instrument =
        table.isPresent()
            ? Optional.ofNullable(symbol).flatMap(table.get()::ofSymbol)
            : instruments.ofTopic(stream);
    return instrument.map(Instrument::topic);
  }

  private Future<Void> introduce(Session session, Optional<Token> token) {
    return token
        .filter(shown -> dispatcher.login().isOn())
        .map(shown -> dispatcher.login().of(session, shown))
        .orElseGet(Future::succeededFuture);
  }

  private void subscribe(Session session, Command.Subscribe command) {
    if (session.hasEnded()) {
      return;
    }
    Optional<ErrorCode> refusal =
        hub.rights().access().refusalToRead(session.principal(), command.topic());
    if (refusal.isPresent()) {
      dispatcher.end(session, refusal.get());
    } else {
      hub.subscribe(session, command, false);
    }
    hub.flush();
  }
}
