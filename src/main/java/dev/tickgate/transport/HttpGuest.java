package dev.tickgate.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.LongSupplier;

/**
 * Where a connection stands that speaks HTTP/1. Confined to its event loop; removed when the
 * connection becomes a WebSocket.
 *
 * <pre>
 *   ARRIVED ── head ──▶ receiving ── body ──▶ answering ── answer ──▶ idle ── head ──▶ receiving …
 *   (too long in any but answering: overdue)
 * </pre>
 */
final class HttpGuest extends ChannelDuplexHandler implements Guest {
  private final LongSupplier nanos;
  private final Channel connection;
  private long since;
  private boolean asked;
  private boolean receiving;
  // Requests not answered yet.
  private int open;

  HttpGuest(Channel connection, LongSupplier nanos) {
    this.connection = connection;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    if (message instanceof HttpRequest) {
      asked = true;
      receiving = true;
      open++;
      since = nanos.getAsLong();
    }
    if (message instanceof LastHttpContent) {
      receiving = false;
    }
    channel.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext channel, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      open--;
      since = nanos.getAsLong();
    }
    channel.write(message, promise);
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  @Override
  public boolean isOverdue(long request, long idle) {
    long age = nanos.getAsLong() - since;
    if (receiving || !asked) {
      return age > request;
    }
    return open <= 0 && age > idle;
  }

  @Override
  public void leave() {
    connection.close();
  }
}
