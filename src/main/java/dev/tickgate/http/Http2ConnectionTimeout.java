package dev.tickgate.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The state of a connection of HTTP/2, taken from its streams: a stream is open until its request
 * is complete, and half closed until it is answered. Confined to its event loop.
 */
final class Http2ConnectionTimeout implements HttpConnectionTimeout {
  private final Channel channel;
  private final Http2Connection connection;
  private final LongSupplier nanos;
  // When the connection was opened, or last seen with an active stream.
  private long since;
  // When an incomplete request was first seen, by the id of its stream.
  private final Map<Integer, Long> receiving = new HashMap<>();

  Http2ConnectionTimeout(Channel channel, Http2Connection connection, LongSupplier nanos) {
    this.channel = channel;
    this.connection = connection;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  @Override
  public boolean isOverdue(long request, long idle) {
    long now = nanos.getAsLong();
    Set<Integer> open = open();
    receiving.keySet().retainAll(open);
    open.forEach(stream -> receiving.putIfAbsent(stream, now));
    if (receiving.values().stream().anyMatch(began -> now - began > request)) {
      return true;
    }
    if (connection.numActiveStreams() > 0) {
      since = now;
    }
    boolean asked = connection.remote().lastStreamCreated() > 0;
    return now - since > (asked ? idle : request);
  }

  private Set<Integer> open() {
    Set<Integer> open = new HashSet<>();
    try {
      connection.forEachActiveStream(
          stream -> {
            if (stream.state() == Http2Stream.State.OPEN) {
              open.add(stream.id());
            }
            return true;
          });
    } catch (Http2Exception e) {
      throw new IllegalStateException("the visitor throws nothing", e);
    }
    return open;
  }

  /** Does nothing: the streams of a connection do not wait for each other. */
  @Override
  public void proceed() {}

  @Override
  public void leave() {
    channel.close();
  }
}
