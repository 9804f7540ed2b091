package dev.tickgate.endpoint;

import dev.tickgate.hub.Hub;
import dev.tickgate.hub.Session;
import dev.tickgate.transport.WebSocketListener;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Passes the events of a WebSocket to its session.
 *
 * @param messages receives the client's messages
 */
public record SessionListener(Hub hub, Session session, Consumer<String> messages)
    implements WebSocketListener {
  @Override
  public void text(String message) {
    messages.accept(message);
  }

  @Override
  public void binary(byte[] message) {
    messages.accept(new String(message, StandardCharsets.UTF_8));
  }

  @Override
  public void pong() {
    session.heard();
  }

  @Override
  public void drained() {
    session.drained();
  }

  @Override
  public void left() {
    hub.sessions().closed(session);
  }
}
