package dev.tickgate.diagnostics;

import dev.tickgate.access.Principal;
import dev.tickgate.endpoint.Bridge;
import dev.tickgate.endpoint.SockJsService;
import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.SockJsTransport;
import dev.tickgate.transport.SockJsWebSocketTransport;
import dev.tickgate.transport.Transport;
import dev.tickgate.transport.WebSocketConnection;
import dev.tickgate.transport.WebSocketListener;
import dev.tickgate.transport.WebSocketTransport;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sends each message back to its client, over the transports of the product. */
final class Echo implements SockJsService {
  private final Hub hub;

  Echo(Hub hub) {
    this.hub = hub;
  }

  /** One client; while it does not read the answers, the server does not read its messages. */
  private static final class Speaker {
    private final Runnable pause;
    private final Runnable resume;
    private Session session;
    private Transport transport;

    Speaker(Runnable pause, Runnable resume) {
      this.pause = pause;
      this.resume = resume;
    }

    void say(Frame frame) {
      session.heard();
      try (frame) {
        transport.write(frame);
      }
      transport.flush();
      if (!transport.writable()) {
        pause.run();
      }
    }

    void drained() {
      resume.run();
    }
  }

  /** Receives the messages of one WebSocket and sends them back. */
  private record Ear(Hub hub, Speaker speaker, Consumer<String> texts)
      implements WebSocketListener {
    @Override
    public void text(String message) {
      texts.accept(message);
    }

    @Override
    public void binary(byte[] message) {
      speaker.say(EchoFrames.binary(message));
    }

    @Override
    public void pong() {
      speaker.session.heard();
    }

    @Override
    public void drained() {
      speaker.drained();
    }

    @Override
    public void left() {
      hub.sessions().closed(speaker.session);
    }
  }

  @Override
  public void rawWebSocket(HttpServerRequest request, WebSocketConnection connection) {
    Speaker speaker =
        open(
            new Speaker(connection::pause, connection::resume),
            Format.BRIDGE_WEBSOCKET,
            opened -> new WebSocketTransport(connection));
    connection.listen(new Ear(hub, speaker, message -> speaker.say(EchoFrames.text(message))));
  }

  @Override
  public void sockJsWebSocket(HttpServerRequest request, WebSocketConnection connection) {
    Speaker speaker =
        open(
            new Speaker(connection::pause, connection::resume),
            Format.BRIDGE_SOCKJS_WEBSOCKET,
            opened -> new SockJsWebSocketTransport(connection));
    Consumer<String> echo = message -> speaker.say(EchoFrames.sockJs(message));
    connection.listen(new Ear(hub, speaker, frame -> Bridge.unframe(connection, frame, echo)));
  }

  @Override
  public void fallback(SockJSSocket socket) {
    Speaker speaker =
        open(
            new Speaker(socket::pause, socket::resume),
            Format.BRIDGE_SOCKJS_FALLBACK,
            opened -> new SockJsTransport(socket, opened::drained));
    socket.handler(message -> speaker.say(EchoFrames.plain(message.getBytes())));
    socket.closeHandler(closed -> hub.sessions().closed(speaker.session));
  }

  private Speaker open(Speaker speaker, Format format, Function<Speaker, Transport> transport) {
    speaker.session =
        hub.sessions()
            .open(
                Principal.ANYBODY,
                format,
                opened -> {
                  speaker.transport = transport.apply(speaker);
                  return speaker.transport;
                });
    return speaker;
  }
}
