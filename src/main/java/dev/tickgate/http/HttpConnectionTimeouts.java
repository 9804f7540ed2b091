package dev.tickgate.http;

import dev.tickgate.transport.InboundRate;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time-outs of the HTTP connections of one event loop. A periodic sweep closes connections
 * whose request is not complete in time, and idle connections. Confined to the loop.
 */
public final class HttpConnectionTimeouts {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnectionTimeouts.class);
  private static final String GUEST = "guest";
  // The most bytes that are read from a connection before its first request is answered.
  private static final int READ = 16 * 1024;
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(512, 2048, READ);

  private final HttpServerOptions options;
  private final long request;
  private final long idle;
  private final InboundRate.Allowance pace;
  private final LongSupplier nanos;
  private final Set<HttpConnectionTimeout> timeouts = new LinkedHashSet<>();

  /**
   * @param options those of the server
   * @param request how long the first head, or a body, may take
   * @param idle how long a connection may stay between requests
   * @param pace of the frames of one connection of HTTP/2
   * @param nanos a clock like {@code System::nanoTime}
   */
  public HttpConnectionTimeouts(
      HttpServerOptions options,
      Duration request,
      Duration idle,
      InboundRate.Allowance pace,
      LongSupplier nanos) {
    this.options = options;
    this.request = request.toNanos();
    this.idle = idle.toNanos();
    this.pace = pace;
    this.nanos = nanos;
  }

  /**
   * Adds a new connection.
   *
   * @param left called when the connection is closed, also after an upgrade
   */
  public void arrived(HttpConnection connection, Runnable left) {
    ChannelHandlerContext channel = ((ConnectionBase) connection).channelHandlerContext();
    HttpConnectionTimeout guest = guest(channel);
    timeouts.add(guest);
    channel
        .channel()
        .closeFuture()
        .addListener(
            closed -> {
              timeouts.remove(guest);
              left.run();
            });
  }

  /** Calls back when the connection is closed, also after an upgrade. */
  public void onClose(HttpConnection connection, Runnable closed) {
    ((ConnectionBase) connection).channel().closeFuture().addListener(done -> closed.run());
  }

  private HttpConnectionTimeout guest(ChannelHandlerContext channel) {
    if (channel.handler() instanceof Http2ConnectionHandler http2) {
      Http2ConnectionDecoder decoder = http2.decoder();
      decoder.frameListener(Http2FrameRate.of(decoder.frameListener(), pace, nanos));
      return new Http2ConnectionTimeout(channel.channel(), http2.connection(), nanos);
    }
    Http1ConnectionTimeout guest = new Http1ConnectionTimeout(channel.channel(), options, nanos);
    channel.channel().config().setRecvByteBufAllocator(READS);
    channel.pipeline().replace(RequestDecoder.NAME, RequestDecoder.NAME, guest.decoder());
    channel.pipeline().addBefore(channel.name(), GUEST, guest);
    return guest;
  }

  /** Decodes no further request of a connection for a while; closes a connection of HTTP/2. */
  public void hold(HttpConnection connection, Duration duration) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get(GUEST) instanceof Http1ConnectionTimeout guest) {
      guest.hold(duration.toNanos());
    } else {
      connection.close();
    }
  }

  /** Removes a connection that becomes a WebSocket. */
  public void upgraded(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    timeouts.remove((Http1ConnectionTimeout) pipeline.remove(GUEST));
  }

  /**
   * Closes connections that are overdue, and resumes connections that were held; called
   * periodically.
   */
  public void sweep() {
    for (HttpConnectionTimeout guest : List.copyOf(timeouts)) {
      try {
        if (guest.isOverdue(request, idle)) {
          guest.leave();
        } else {
          guest.proceed();
        }
      } catch (RuntimeException failure) {
        // A connection whose check fails must not prevent the checks of the others.
        timeouts.remove(guest);
        LOG.atError().setCause(failure).log("gateway.sweep_failed");
      }
    }
  }
}
