package dev.tickgate.endpoint;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Command;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.RelayContent;
import dev.tickgate.protocol.Token;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.WebSocketConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The relay of streams of exchanges at {@code /ws?token=…&stream=…}, for clients with a token.
 * Confined to one event loop.
 */
final class RelaySockets {
  private final Hub hub;
  private final Dispatcher dispatcher;
  private final Duration interval;

  /**
   * @param interval the shortest time between two commands of a client
   */
  RelaySockets(Hub hub, Dispatcher dispatcher, Duration interval) {
    this.hub = hub;
    this.dispatcher = dispatcher;
    this.interval = interval;
  }

  static boolean isFor(HttpServerRequest request) {
    return request.params().contains("stream");
  }

  void open(HttpServerRequest request, WebSocketConnection connection) {
    Optional<RelayContent> content = RelayContent.parse(request.getParam("format"));
    Format format = Format.relay(content.orElse(RelayContent.RAW));
    Session session = dispatcher.open(connection, format);
    Conversation conversation = dispatcher.listen(session, ReadControl.of(connection), interval);
    connection.listen(new SessionListener(hub, session, conversation::hear));
    Optional<Pace> pace = Pace.parse(request.getParam("maxRate"));
    Optional<Token> token = RequestToken.in(request);
    if (token.isEmpty() || !dispatcher.login().isOn()) {
      dispatcher.end(session, ErrorCode.UNAUTHORIZED);
    } else if (content.isEmpty()) {
      dispatcher.end(session, ErrorCode.INVALID_FORMAT);
    } else if (pace.isEmpty()) {
      dispatcher.end(session, ErrorCode.INVALID_RATE);
    } else {
      List<String> streams = request.params().getAll("stream");
      conversation.introduce(
          token.get(), () -> subscribe(session, content.get(), streams, pace.get()));
    }
    hub.flush();
  }

  private void subscribe(Session session, RelayContent content, List<String> streams, Pace pace) {
    List<Topic> topics = new ArrayList<>();
    for (String stream : streams) {
      content.topic(stream).filter(hub.settings()::isOnDemand).ifPresent(topics::add);
    }
    Optional<ErrorCode> refusal =
        topics.stream()
            .flatMap(
                topic -> hub.rights().access().refusalToRead(session.principal(), topic).stream())
            .findFirst();
    if (topics.size() < streams.size()) {
      dispatcher.end(session, ErrorCode.UNKNOWN_STREAM);
    } else if (refusal.isPresent()) {
      dispatcher.end(session, refusal.get());
    } else {
      topics.forEach(
          topic ->
              hub.subscribe(session, new Command.Subscribe(topic, Optional.empty(), pace), false));
    }
  }
}
