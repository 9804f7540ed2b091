package dev.tickgate.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Thousands of raw WebSocket clients of one stream. After a cut they reconnect with their positions
 * when the test requests it. Each is a socket and a few numbers: the work of a client library would
 * be most of what is measured.
 */
public final class Returners implements AutoCloseable {
  private static final String REQUEST =
      "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  private static final int AT_ONCE = 200;

  private final NetClient client;
  private final String path;
  private final List<Member> members = new ArrayList<>();

  public Returners(Vertx vertx, String path) {
    this.path = path;
    client =
        vertx.createNetClient(
            new NetClientOptions()
                .setConnectTimeout(20_000)
                .setReceiveBufferSize(8 * 1024)
                .setTcpNoDelay(true));
  }

  /** Connects {@code count} clients, each from the newest publication on. */
  public void join(int port, int count) {
    for (int done = 0; done < count; done += AT_ONCE) {
      List<Future<Void>> opening =
          IntStream.range(0, Math.min(AT_ONCE, count - done))
              .mapToObj(n -> new Member())
              .peek(members::add)
              .map(member -> member.connect(port))
              .toList();
      GatewayFixture.await(Future.all(opening));
    }
  }

  /** Reconnects all clients at once. */
  public void comeBack(int port) {
    members.forEach(member -> member.connect(port));
  }

  public long connected() {
    return members.stream().filter(member -> member.open).count();
  }

  /** Returns the number of clients whose resumption was complete. */
  public long recovered() {
    return members.stream().filter(member -> member.recovered).count();
  }

  /** Returns the number of clients at this offset or a later one. */
  public long reached(long offset) {
    return members.stream().filter(member -> member.offset >= offset).count();
  }

  /**
   * Returns the number of ticks that did not follow the one before, and of resumptions with a loss.
   */
  public long faults() {
    return members.stream().mapToLong(member -> member.faults).sum();
  }

  public long ticks() {
    return members.stream().mapToLong(member -> member.ticks).sum();
  }

  @Override
  public void close() {
    GatewayFixture.await(client.close());
  }

  /** Written by the event loop of its connection, read by the test. */
  private final class Member {
    private volatile boolean open;
    private volatile boolean recovered;
    private volatile long offset;
    private volatile long faults;
    private volatile long ticks;
    private String position;
    private Buffer unread;
    private boolean upgraded;

    Future<Void> connect(int port) {
      recovered = false;
      upgraded = false;
      unread = Buffer.buffer();
      return client.connect(port, "127.0.0.1").onSuccess(this::connected).mapEmpty();
    }

    private void connected(NetSocket socket) {
      open = true;
      socket.closeHandler(cut -> open = false);
      socket.handler(this::received);
      String since = position == null ? path : path + "?since=" + position;
      socket.write(REQUEST.formatted(since));
    }

    private void received(Buffer bytes) {
      unread.appendBuffer(bytes);
      int at = upgraded ? 0 : answer();
      while (at >= 0 && frameEnd(at) >= 0) {
        int end = frameEnd(at);
        text(unread.getString(end - length(at), end, "ISO-8859-1"));
        at = end;
      }
      if (at > 0) {
        unread = unread.getBuffer(at, unread.length());
      }
    }

    /** Returns where the frames begin; -1 while the handshake is not answered. */
    private int answer() {
      int end = unread.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
      upgraded = end >= 0;
      return upgraded ? end + 4 : -1;
    }

    private int length(int at) {
      int length = unread.getByte(at + 1) & 0x7F;
      return length == 126 ? unread.getUnsignedShort(at + 2) : length;
    }

    /** Returns the end of a frame; -1 where it has not arrived completely. */
    private int frameEnd(int at) {
      if (unread.length() < at + 4) {
        return -1;
      }
      int header = (unread.getByte(at + 1) & 0x7F) == 126 ? 4 : 2;
      int end = at + header + length(at);
      return end <= unread.length() ? end : -1;
    }

    private void text(String json) {
      if (json.contains("\"ticker\"")) {
        ticked(number(json, "\"epoch\":"), number(json, "\"offset\":"), json);
      } else if (json.contains("\"recovered\":true")) {
        recovered = true;
      } else if (json.contains("\"recovered\":false")) {
        count();
      }
    }

    private void ticked(long epoch, long now, String json) {
      long skipped = json.contains("\"skipped\":") ? number(json, "\"skipped\":") : 0;
      if (position != null && now != offset + 1 + skipped) {
        count();
      }
      offset = now;
      position = epoch + "." + now;
      // Only the loop of the connection writes.
      ticks = ticks + 1;
    }

    private void count() {
      faults = faults + 1;
    }

    private static long number(String json, String field) {
      int from = json.indexOf(field) + field.length();
      int to = from;
      while (Character.isDigit(json.charAt(to))) {
        to++;
      }
      return Long.parseLong(json.substring(from, to));
    }
  }
}
