package dev.tickgate.transport;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The connections of one event loop that speak HTTP, looked at all together now and then: one that
 * does not get its request told in time is closed, and so is one that asks no more. Confined to the
 * loop.
 */
public final class HttpGuests {
  private final long request;
  private final long idle;
  private final LongSupplier nanos;
  private final Set<HttpGuest> guests = new LinkedHashSet<>();

  /**
   * @param request how long the first head, or a body, may take
   * @param idle how long a connection may stay between requests
   * @param nanos a clock like {@code System::nanoTime}
   */
  public HttpGuests(Duration request, Duration idle, LongSupplier nanos) {
    this.request = request.toNanos();
    this.idle = idle.toNanos();
    this.nanos = nanos;
  }

  /**
   * A client has connected.
   *
   * @param left called when the connection is closed, whatever became of it
   */
  public void arrived(HttpConnection connection, Runnable left) {
    ChannelHandlerContext channel = ((ConnectionBase) connection).channelHandlerContext();
    HttpGuest guest = new HttpGuest(channel, nanos);
    guests.add(guest);
    channel.pipeline().addBefore(channel.name(), "guest", guest);
    channel
        .channel()
        .closeFuture()
        .addListener(
            closed -> {
              guests.remove(guest);
              left.run();
            });
  }

  /** Its connection speaks HTTP no more. */
  public void upgraded(ServerWebSocket socket) {
    ChannelHandlerContext channel = ((WebSocketInternal) socket).channelHandlerContext();
    guests.remove((HttpGuest) channel.pipeline().remove("guest"));
  }

  /** Closes who is overdue; to be called now and then. */
  public void sweep() {
    for (HttpGuest guest : List.copyOf(guests)) {
      if (guest.isOverdue(request, idle)) {
        guest.leave();
      }
    }
  }
}
