package dev.tickgate.transport;

import dev.tickgate.protocol.CloseCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes a connection over from Vert.x, which served its HTTP, when the client asks for a WebSocket.
 * What Vert.x keeps for a WebSocket of its own is several times what the connection needs. {@link
 * ConnectionBase} is not public API of Vert.x.
 */
public final class WebSocketHandshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private WebSocketHandshake() {}

  /**
   * Answers the handshake; from then on Vert.x knows nothing of the connection but that it is open.
   *
   * @param request a valid handshake, called back for on the event loop of the connection
   * @param context where the listener is called: one of that event loop, shared by connections
   * @param inbound what the client may send
   * @param compression whether permessage-deflate may be agreed on
   * @param rate of the client's frames and bytes
   * @param incomplete those of the event loop
   * @param violated hears why the client is sent away, where it breaks the protocol or its limits
   */
  public static WebSocketConnection accept(
      HttpServerRequest request,
      Context context,
      Inbound inbound,
      boolean compression,
      InboundRate rate,
      IncompleteMessages incomplete,
      Consumer<CloseCode> violated) {
    Optional<String> extension =
        compression
            ? Deflate.agree(String.join(",", request.headers().getAll("Sec-WebSocket-Extensions")))
            : Optional.empty();
    ChannelPipeline pipeline = ((ConnectionBase) request.connection()).channel().pipeline();
    WebSocketConnection connection =
        new WebSocketConnection(
            (ContextInternal) context,
            RequestIds.of(request),
            inbound,
            extension.isPresent(),
            rate,
            incomplete,
            violated);
    pipeline.addLast(connection);
    // The last first: what one of them has read too much goes to who is left behind it.
    for (Map.Entry<String, ChannelHandler> entry : lastFirst(pipeline)) {
      if (entry.getValue() != connection && !(entry.getValue() instanceof SslHandler)) {
        pipeline.remove(entry.getKey());
      }
    }
    connection.open(
        ChannelWriter.of(pipeline, connection),
        Unpooled.copiedBuffer(answer(request, extension), StandardCharsets.US_ASCII));
    return connection;
  }

  private static List<Map.Entry<String, ChannelHandler>> lastFirst(ChannelPipeline pipeline) {
    List<Map.Entry<String, ChannelHandler>> handlers = new ArrayList<>();
    pipeline.iterator().forEachRemaining(handlers::add);
    Collections.reverse(handlers);
    return handlers;
  }

  private static String answer(HttpServerRequest request, Optional<String> extension) {
    return "HTTP/1.1 101 Switching Protocols\r\n"
        + "Upgrade: websocket\r\n"
        + "Connection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: "
        + accept(request.getHeader("Sec-WebSocket-Key"))
        + "\r\n"
        + RequestIds.line(request)
        + extension.map(agreed -> "Sec-WebSocket-Extensions: " + agreed + "\r\n").orElse("")
        + "\r\n";
  }

  private static String accept(String key) {
    try {
      byte[] bytes = (key.strip() + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
