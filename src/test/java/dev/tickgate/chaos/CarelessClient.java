package dev.tickgate.chaos;

import dev.tickgate.testing.RawWebSocket;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Random;

/**
 * A client that breaks off: without a close frame, with a reset, in the middle of a handshake,
 * silent to pings, or with subscriptions to invented topics. It receives and checks nothing.
 * Confined to one event loop.
 */
final class CarelessClient {
  private static final int LONGEST_STAY_MS = 10_000;
  private static final int LONGEST_BREAK_MS = 500;
  private static final int INVENTED = 5;
  private static final int TEXT = RawWebSocket.FINAL | RawWebSocket.TEXT;

  private enum Kind {
    DROPS_WEB_SOCKET,
    DROPS_EVENTS,
    DROPS_SOCKJS,
    DROPS_HANDSHAKE,
    READS_NOTHING,
    INVENTS_TOPICS
  }

  private final List<Integer> ports;
  private final Random random;
  private final Vertx vertx;
  private final Context context;
  private final NetClient ends;
  private final NetClient resets;
  private NetSocket socket;
  private int stays;
  private boolean away = true;

  CarelessClient(List<Integer> ports, Random random, Vertx vertx) {
    this.ports = ports;
    this.random = random;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.ends = vertx.createNetClient();
    this.resets = vertx.createNetClient(new NetClientOptions().setSoLinger(0));
  }

  void come() {
    context.runOnContext(
        now -> {
          away = false;
          connect();
        });
  }

  void leave() {
    context.runOnContext(
        now -> {
          away = true;
          end();
        });
  }

  void close() {
    ends.close();
    resets.close();
  }

  private void connect() {
    if (away) {
      return;
    }
    int mine = ++stays;
    NetClient client = random.nextBoolean() ? ends : resets;
    client
        .connect(ports.get(random.nextInt(ports.size())), "127.0.0.1")
        .onSuccess(connected -> connected(mine, connected))
        .onFailure(refused -> again());
  }

  private void connected(int mine, NetSocket connected) {
    socket = connected;
    if (away) {
      end();
      return;
    }
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    boolean[] greeted = {kind != Kind.INVENTS_TOPICS};
    connected.handler(
        bytes -> {
          if (!greeted[0]) {
            greeted[0] = true;
            connected.write(inventions());
          }
        });
    // The server may be the first to close; the stay ends all the same.
    connected.exceptionHandler(broken -> {});
    connected.write(request(kind));
    if (kind == Kind.READS_NOTHING) {
      connected.pause();
    }
    vertx.setTimer(
        1 + random.nextInt(LONGEST_STAY_MS),
        over -> {
          if (mine == stays && !away) {
            end();
            again();
          }
        });
  }

  private Buffer request(Kind kind) {
    String topic = SoakSource.QUOTES.get(random.nextInt(SoakSource.QUOTES.size()));
    String stream = "/ws/" + topic;
    return switch (kind) {
      case DROPS_WEB_SOCKET, READS_NOTHING -> Buffer.buffer(RawWebSocket.request(stream));
      case DROPS_HANDSHAKE ->
          Buffer.buffer(RawWebSocket.request(stream).substring(0, 20 + random.nextInt(100)));
      case DROPS_EVENTS ->
          Buffer.buffer("GET /sse?topic=" + topic + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      case DROPS_SOCKJS ->
          Buffer.buffer(
              "POST /eventbus/000/%016x/xhr_streaming HTTP/1.1\r\nHost: localhost\r\n"
                      .formatted(random.nextLong())
                  + "Content-Length: 0\r\n\r\n");
      case INVENTS_TOPICS -> Buffer.buffer(RawWebSocket.request("/ws"));
    };
  }

  private Buffer inventions() {
    Buffer all = Buffer.buffer();
    for (int n = 0; n < INVENTED; n++) {
      String topic = "room.invented-" + Long.toHexString(random.nextLong());
      all.appendBytes(command("subscribe", topic));
      if (random.nextBoolean()) {
        all.appendBytes(command("unsubscribe", topic));
      }
    }
    return all;
  }

  private static byte[] command(String type, String topic) {
    return RawWebSocket.frame(TEXT, "{\"type\":\"%s\",\"topic\":\"%s\"}".formatted(type, topic));
  }

  private void again() {
    vertx.setTimer(1 + random.nextInt(LONGEST_BREAK_MS), now -> connect());
  }

  private void end() {
    stays++;
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
