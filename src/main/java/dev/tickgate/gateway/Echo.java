package dev.tickgate.gateway;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Principal;
import dev.tickgate.hub.Session;
import dev.tickgate.transport.EchoFrames;
import dev.tickgate.transport.Format;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.SockJsTransport;
import dev.tickgate.transport.SockJsWebSocketTransport;
import dev.tickgate.transport.Transport;
import dev.tickgate.transport.WebSocketTransport;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.function.Function;

/** Says to each client what it said, over the transports of the product. */
final class Echo implements SockJsService {
  private final Hub hub;

  Echo(Hub hub) {
    this.hub = hub;
  }

  /** One client; who does not listen is not listened to. */
  private static final class Speaker {
    private final ReadStream<?> client;
    private Session session;
    private Transport transport;

    Speaker(ReadStream<?> client) {
      this.client = client;
    }

    void say(Frame frame) {
      session.heard();
      try (frame) {
        transport.write(frame);
      }
      transport.flush();
      if (!transport.writable()) {
        client.pause();
      }
    }

    void drained() {
      client.resume();
    }
  }

  @Override
  public void rawWebSocket(ServerWebSocket socket) {
    Speaker speaker =
        open(
            new Speaker(socket),
            Format.BRIDGE_WEBSOCKET,
            opened -> new WebSocketTransport(socket, opened::drained));
    Upgrade.connect(socket, hub, speaker.session);
    socket.textMessageHandler(message -> speaker.say(EchoFrames.text(message)));
    socket.binaryMessageHandler(message -> speaker.say(EchoFrames.binary(message.getBytes())));
  }

  @Override
  public void sockJsWebSocket(ServerWebSocket socket) {
    Speaker speaker =
        open(
            new Speaker(socket),
            Format.BRIDGE_SOCKJS_WEBSOCKET,
            opened -> new SockJsWebSocketTransport(socket, opened::drained));
    Upgrade.connect(socket, hub, speaker.session);
    socket.textMessageHandler(
        frame -> Bridge.unframe(socket, frame, message -> speaker.say(EchoFrames.sockJs(message))));
  }

  @Override
  public void fallback(SockJSSocket socket) {
    Speaker speaker =
        open(
            new Speaker(socket),
            Format.BRIDGE_SOCKJS_FALLBACK,
            opened -> new SockJsTransport(socket, opened::drained));
    socket.handler(message -> speaker.say(EchoFrames.plain(message.getBytes())));
    socket.closeHandler(closed -> hub.closed(speaker.session));
  }

  private Speaker open(Speaker speaker, Format format, Function<Speaker, Transport> transport) {
    speaker.session =
        hub.open(
            Principal.ANYBODY,
            format,
            opened -> {
              speaker.transport = transport.apply(speaker);
              return speaker.transport;
            });
    return speaker;
  }
}
