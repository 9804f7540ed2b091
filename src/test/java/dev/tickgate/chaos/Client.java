package dev.tickgate.chaos;

import dev.tickgate.stream.Position;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A client as a page or a service is one: receives its channels, and when its connection breaks or
 * is silent, comes back to any gateway with the positions it reached. Confined to one event loop.
 *
 * <pre>
 *   connect ──▶ open, with positions ──▶ ticks ──┬─ closed, silent, or had enough ─▶ wait ─▶ connect
 *      └──────────── failed ─────────────────────┘
 * </pre>
 */
final class Client {
  private static final long LOOK = 250;

  private final String name;
  private final Way way;
  private final List<? extends Channel> channels;
  private final List<SocketAddress> gateways;
  private final Random random;
  private final LongSupplier clock;
  private final boolean slow;
  private final int patience;
  private final Vertx vertx;
  private final Context context;
  private final Links links;
  private final Notebook notes;
  private Link link;
  // Frames and closes of an earlier connection are ignored.
  private int connection;
  private long lastFrame;
  private boolean reading;
  private boolean calm;
  private boolean closed;

  Client(
      String name,
      Way way,
      List<? extends Channel> channels,
      List<SocketAddress> gateways,
      Random random,
      LongSupplier clock,
      Vertx vertx) {
    this.name = name;
    this.way = way;
    this.channels = way == Way.STREAM ? channels.subList(0, 1) : channels;
    this.gateways = gateways;
    this.random = random;
    this.clock = clock;
    this.slow = random.nextInt(4) == 0;
    this.patience = 2_000 + random.nextInt(3_000);
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.links = new Links(vertx, slow);
    this.notes = new Notebook(this.channels);
  }

  void start(Stalls stalls) {
    context.runOnContext(
        now -> {
          stalls.watch(vertx);
          connect();
          vertx.setPeriodic(LOOK, timer -> look());
        });
  }

  /** Receives nothing more. */
  void close() {
    context.runOnContext(
        now -> {
          closed = true;
          links.close();
        });
  }

  /** From now on it leaves only a connection that is broken, and reads at once. */
  void calm() {
    context.runOnContext(now -> calm = true);
  }

  /** How far it is in a channel, or null; any thread may ask, an approximate answer is enough. */
  Position reached(Channel channel) {
    return notes.position(channel);
  }

  boolean hears(Channel channel) {
    return channels.contains(channel);
  }

  boolean isSlow() {
    return slow;
  }

  /** When its last tick of the channel came. */
  long lastTick(Channel channel) {
    return notes.lastTick(channel);
  }

  Recording recording(Channel channel) {
    return new Recording(name + " " + channel.label(), slow, notes.notes(channel));
  }

  @Override
  public String toString() {
    return name;
  }

  private void connect() {
    if (closed) {
      return;
    }
    int mine = ++connection;
    lastFrame = clock.getAsLong();
    SocketAddress gateway = gateways.get(random.nextInt(gateways.size()));
    open(gateway, new Hearing(mine))
        .onComplete(
            opened -> {
              if (opened.failed()) {
                lost(mine, "refused by " + gateway + " " + opened.cause().getMessage());
              } else if (mine != connection) {
                opened.result().close();
              } else {
                opened(opened.result());
              }
            });
  }

  private Future<Link> open(SocketAddress gateway, Link.Listener listener) {
    return switch (way) {
      case STREAM -> links.webSocket(gateway, streamPath(), listener);
      case COMMANDS -> links.webSocket(gateway, "/ws", listener);
      case BRIDGE -> links.webSocket(gateway, "/eventbus/websocket", listener);
      case EVENTS -> links.events(gateway, eventsPath(), notes.lastEventId(), listener);
      case SOCKJS_WEBSOCKET -> links.sockJsWebSocket(gateway, sessionPath(), listener);
      case XHR_STREAMING -> links.polls(gateway, sessionPath(), "/xhr_streaming", listener);
      case XHR_POLLING -> links.polls(gateway, sessionPath(), "/xhr", listener);
      case EVENT_SOURCE -> links.polls(gateway, sessionPath(), "/eventsource", listener);
    };
  }

  private String streamPath() {
    Stream stream = (Stream) channels.get(0);
    Position position = notes.position(stream);
    String since = position == null ? "" : "?since=" + position;
    return "/ws/" + stream.table() + since;
  }

  private String eventsPath() {
    return channels.stream()
        .map(channel -> "topic=" + channel.topic())
        .collect(Collectors.joining("&", "/sse?", ""));
  }

  private String sessionPath() {
    return "/eventbus/%03d/%016x".formatted(random.nextInt(1_000), random.nextLong());
  }

  private void opened(Link opened) {
    link = opened;
    reading = true;
    if (way.sends()) {
      channels.forEach(channel -> opened.send(subscription(channel).encode()));
    }
  }

  private JsonObject subscription(Channel channel) {
    Position position = notes.position(channel);
    if (way == Way.COMMANDS) {
      JsonObject command = new JsonObject().put("type", "subscribe").put("topic", channel.topic());
      return position == null ? command : command.put("since", position.toString());
    }
    JsonObject headers = new JsonObject();
    if (position != null) {
      headers.put("since", position.toString());
    }
    return new JsonObject()
        .put("type", "register")
        .put("address", channel.topic())
        .put("headers", headers);
  }

  private void received(int mine, String text) {
    if (mine != connection) {
      return;
    }
    lastFrame = clock.getAsLong();
    notes.heard(lastFrame, text);
  }

  private void lost(int mine, String reason) {
    if (mine != connection) {
      return;
    }
    connection++;
    link = null;
    notes.broken(clock.getAsLong(), reason);
    vertx.setTimer(20 + random.nextInt(300), timer -> connect());
  }

  private void look() {
    if (link == null || closed) {
      return;
    }
    if (!reading) {
      if (calm || random.nextInt(6) == 0) {
        reading = true;
        lastFrame = clock.getAsLong();
        link.resume();
      }
    } else if (clock.getAsLong() - lastFrame > patience) {
      leave("silent");
    } else if (!calm && random.nextInt(80) == 0) {
      leave("moved");
    } else if (!calm && slow && random.nextInt(6) == 0) {
      reading = false;
      link.pause();
    }
  }

  private void leave(String reason) {
    Link left = link;
    lost(connection, reason);
    // Further messages are ignored; a server that hangs does not answer the close.
    left.resume();
    left.close();
  }

  private final class Hearing implements Link.Listener {
    private final int mine;

    Hearing(int mine) {
      this.mine = mine;
    }

    @Override
    public void message(String json) {
      received(mine, json);
    }

    @Override
    public void closed(String reason) {
      lost(mine, reason);
    }
  }
}
