package dev.tickgate.chaos;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A client that comes and goes: it stays for some seconds, then leaves, and comes to any gateway,
 * with its positions or as a new one. A slow one also stops reading. Confined to one event loop.
 *
 * <pre>
 *   connect ──▶ open ──┬─ had enough, or ended by the server ─▶ wait ─▶ connect
 *      └── refused ────┴─ the tide is out ─▶ away
 * </pre>
 */
final class SoakClient {
  private static final int LONGEST_STAY_MS = 30_000;
  private static final int LONGEST_BREAK_MS = 2_000;
  private static final int LOOK_MS = 1_000;

  private final String name;
  private final Way way;
  private final boolean slow;
  private final List<SocketAddress> gateways;
  private final List<String> all;
  private final Random random;
  private final Queue<String> faults;
  private final Vertx vertx;
  private final Context context;
  private final Links links;
  private final SoakNotes notes;
  private volatile List<String> topics = List.of();
  private volatile boolean open;
  private volatile int connections;
  // A busy machine may answer later than the client waits: it comes again.
  private volatile int refused;
  private Link link;
  private boolean resumes;
  private boolean reading = true;
  private boolean steady;
  private boolean away = true;

  SoakClient(
      int number,
      Way way,
      boolean slow,
      List<SocketAddress> gateways,
      Random random,
      Queue<String> faults,
      Vertx vertx) {
    this.name = (slow ? "slow client " : "client ") + number + " " + way;
    this.way = way;
    this.slow = slow;
    this.gateways = gateways;
    this.all = new ArrayList<>(SoakSource.QUOTES);
    if (way != Way.STREAM) {
      all.addAll(SoakSource.ROOMS);
    }
    this.random = random;
    this.faults = faults;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.links = new Links(vertx, slow);
    this.notes = new SoakNotes(way, slow, this::fault);
    context.runOnContext(
        begin -> {
          if (slow) {
            vertx.setPeriodic(LOOK_MS, look -> pauseOrResume());
          }
        });
  }

  /** Begins to come and go. */
  void come() {
    context.runOnContext(
        now -> {
          away = false;
          steady = false;
          forget();
          again(connections);
        });
  }

  /** From now on it stays and reads. */
  void stay() {
    context.runOnContext(
        now -> {
          steady = true;
          read();
        });
  }

  /** Ends its connection, and stays away. */
  void leave() {
    context.runOnContext(
        now -> {
          away = true;
          end();
        });
  }

  /** Whether it is connected and has the newest publication of each of its topics. */
  boolean hasAll(SoakSource source) {
    return open && topics.stream().allMatch(topic -> notes.offset(topic) == source.head(topic));
  }

  long received() {
    return notes.received();
  }

  int connections() {
    return connections;
  }

  int refused() {
    return refused;
  }

  @Override
  public String toString() {
    return "%s at %s of %s".formatted(name, notes, topics);
  }

  void close() {
    links.close();
  }

  private void forget() {
    notes.forget();
    List<String> mixed = new ArrayList<>(slow ? SoakSource.LARGE : all);
    Collections.shuffle(mixed, random);
    topics = List.copyOf(mixed.subList(0, way == Way.STREAM || slow ? 1 : 1 + random.nextInt(3)));
  }

  private void connect() {
    if (away) {
      return;
    }
    int mine = ++connections;
    resumes = !notes.isEmpty();
    open(gateways.get(random.nextInt(gateways.size())), new Hearing(mine))
        .onComplete(
            opened -> {
              if (opened.failed()) {
                refused++;
                again(mine);
              } else if (mine != connections) {
                opened.result().close();
              } else {
                opened(mine, opened.result());
              }
            });
  }

  private Future<Link> open(SocketAddress gateway, Link.Listener listener) {
    String session = "/eventbus/%03d/%016x".formatted(random.nextInt(1_000), random.nextLong());
    return switch (way) {
      case STREAM -> links.webSocket(gateway, streamPath(), listener);
      case COMMANDS -> links.webSocket(gateway, "/ws", listener);
      case BRIDGE -> links.webSocket(gateway, "/eventbus/websocket", listener);
      case EVENTS -> links.events(gateway, eventsPath(), notes.lastEventId(), listener);
      case SOCKJS_WEBSOCKET -> links.sockJsWebSocket(gateway, session, listener);
      case XHR_STREAMING -> links.polls(gateway, session, "/xhr_streaming", listener);
      case XHR_POLLING -> links.polls(gateway, session, "/xhr", listener);
      case EVENT_SOURCE -> links.polls(gateway, session, "/eventsource", listener);
    };
  }

  private String streamPath() {
    String topic = topics.get(0);
    String since = resumes ? "&since=" + notes.position(topic) : "";
    return "/ws/"
        + SoakSource.TABLE
        + "?symbol="
        + topic.substring(SoakSource.TICKS.length())
        + since;
  }

  private String eventsPath() {
    return topics.stream()
        .map(topic -> "topic=" + topic)
        .collect(Collectors.joining("&", "/sse?", ""));
  }

  private void opened(int mine, Link opened) {
    link = opened;
    open = true;
    reading = true;
    if (away) {
      end();
      return;
    }
    if (way.sends()) {
      topics.forEach(topic -> opened.send(notes.subscription(topic, resumes).encode()));
    }
    vertx.setTimer(1 + random.nextInt(LONGEST_STAY_MS), over -> hadEnough(mine));
  }

  private void hadEnough(int mine) {
    if (mine == connections && !steady && !away) {
      end();
      if (random.nextBoolean()) {
        forget();
      }
      again(connections);
    }
  }

  private void again(int mine) {
    vertx.setTimer(
        1 + random.nextInt(LONGEST_BREAK_MS),
        now -> {
          if (mine == connections) {
            connect();
          }
        });
  }

  /** From now on the client ignores its connection. */
  private void end() {
    connections++;
    open = false;
    if (link != null) {
      link.resume();
      link.close();
      link = null;
    }
  }

  private void lost(int mine, String reason) {
    if (mine != connections) {
      return;
    }
    connections++;
    open = false;
    link = null;
    if (!away) {
      if (!slow) {
        fault(reason);
      }
      again(connections);
    }
  }

  private void pauseOrResume() {
    if (link == null || steady || away) {
      return;
    }
    if (!reading) {
      if (random.nextInt(20) == 0) {
        read();
      }
    } else if (random.nextInt(3) == 0) {
      reading = false;
      link.pause();
    }
  }

  private void read() {
    if (!reading && link != null) {
      reading = true;
      link.resume();
    }
  }

  private void fault(String what) {
    faults.add(name + ": " + what);
  }

  private final class Hearing implements Link.Listener {
    private final int mine;

    Hearing(int mine) {
      this.mine = mine;
    }

    @Override
    public void message(String text) {
      if (mine == connections) {
        notes.message(text);
      }
    }

    @Override
    public void closed(String reason) {
      lost(mine, reason);
    }
  }
}
