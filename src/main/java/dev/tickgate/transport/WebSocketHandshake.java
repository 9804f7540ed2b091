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
 * A WebSocket of Vert.x needs several times the memory. {@link ConnectionBase} is not public API of
 * Vert.x.
 */
public final class WebSocketHandshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private WebSocketHandshake() {}

  /**
   * Answers the handshake. From then on Vert.x only counts the connection as open.
   *
   * @param request a valid handshake; the call is on the event loop of the connection
   * @param context the context on which the listener is called; connections of one event loop share
   *     it
   * @param inbound the limits of the client's messages
   * @param compression whether permessage-deflate may be agreed on
   * @param rate the rate of the client's frames and bytes
   * @param incomplete the incomplete messages of the event loop
   * @param violated receives the code where the client violates the protocol or its limits
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
    // From the last to the first, so that bytes which a removed decoder has buffered reach the
    // WebSocket.
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
