package dev.tickgate.system;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A member of a room, who comes back to the next gateway with its position, and keeps what it was
 * sent. Its handlers run on one event loop, each member's on the next one; any thread may ask.
 */
final class RoomMember {
  private static final long AGAIN_MS = 300;

  final String user;
  private final Context loop;
  private final WebSocketClient client;
  // By its text, which all members get: each is read and kept once.
  private final Map<String, JsonObject> known;
  private final String session;
  private final String token;
  private final List<Integer> ports;
  // Each with its offset, in the order of their arrival.
  private final List<JsonObject> events = Collections.synchronizedList(new ArrayList<>());
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger again = new AtomicInteger();
  private volatile int gateway;
  private volatile WebSocket socket;
  private volatile boolean joined;
  private volatile boolean staysAway;
  private volatile JsonObject last;
  private volatile int breaks;
  private volatile long gone;
  private volatile long away;

  RoomMember(
      Vertx vertx,
      WebSocketClient client,
      Map<String, JsonObject> known,
      String session,
      String user,
      String token,
      List<Integer> ports,
      int gateway) {
    // From a thread of the test, each has the next event loop.
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
    this.client = client;
    this.known = known;
    this.session = session;
    this.user = user;
    this.token = token;
    this.ports = ports;
    this.gateway = gateway;
  }

  void connect() {
    loop.runOnContext(turn -> open());
  }

  private void open() {
    joined = false;
    if (staysAway) {
      return;
    }
    // Handlers before the first frame.
    ClientWebSocket opening = client.webSocket();
    opening.textMessageHandler(this::hear);
    opening
        .connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(ports.get(gateway % ports.size()))
                .setURI("/ws?token=" + token))
        .onSuccess(
            opened -> {
              socket = opened;
              opened.closeHandler(closed -> comeBack());
              join();
            })
        .onFailure(refused -> comeBack());
  }

  private void join() {
    JsonObject join =
        new JsonObject().put("type", "join_game").put("id", "join").put("game_session_id", session);
    if (last != null) {
      join.put("since", last.getLong("epoch") + "." + last.getLong("offset"));
    }
    send(join);
  }

  private void comeBack() {
    breaks++;
    if (joined) {
      lostAt(System.nanoTime());
    }
    joined = false;
    socket = null;
    gateway++;
    loop.owner().setTimer(AGAIN_MS, now -> open());
  }

  private void hear(String text) {
    JsonObject event = known.get(text);
    JsonObject message = event == null ? new JsonObject(text) : event;
    if (message.containsKey("offset") && !"subscribed".equals(message.getString("type"))) {
      last = known.computeIfAbsent(text, first -> message);
      events.add(last);
    } else if ("ack".equals(message.getString("type"))) {
      if ("join".equals(message.getString("id"))) {
        joined = true;
        away = Math.max(away, gone == 0 ? 0 : System.nanoTime() - gone);
        gone = 0;
      }
    } else if ("subscribed".equals(message.getString("type"))
        && Boolean.FALSE.equals(message.getBoolean("recovered"))) {
      wrong.add(user + " has lost continuity: " + text);
    } else if ("error".equals(message.getString("type"))) {
      refused(message);
    }
  }

  private void refused(JsonObject message) {
    String id = message.getString("id");
    switch (message.getString("code")) {
      case "FEED_STALE", "DB_POLLING_FAILED" -> {}
      case "AUTH_UNAVAILABLE", "NO_LEADER" -> {
        again.incrementAndGet();
        loop.owner().setTimer(AGAIN_MS, now -> repeat(id));
      }
      default -> wrong.add(user + " got " + message.encode());
    }
  }

  /** With the same key: it may have been published. */
  private void repeat(String id) {
    if ("join".equals(id)) {
      join();
    } else {
      say(id);
    }
  }

  private void send(JsonObject command) {
    WebSocket open = socket;
    if (open != null) {
      open.writeTextMessage(command.encode());
    }
  }

  /** Its gateway is killed now, which a busy client notices later. */
  void lostAt(long nanos) {
    gone = gone == 0 ? nanos : gone;
  }

  /** How many connections broke, or were refused. */
  int breaks() {
    return breaks;
  }

  /** The longest time without a seat. */
  Duration away() {
    return Duration.ofNanos(away);
  }

  /** How many commands the server told it to send again. */
  int again() {
    return again.get();
  }

  @Override
  public String toString() {
    return String.format(
        "%s at gateway %d, joined: %s, %d breaks, away for %s %s",
        user, gateway(), joined, breaks, away(), wrong);
  }

  boolean isJoined() {
    return joined;
  }

  int gateway() {
    return gateway % ports.size();
  }

  /** From now on it does not come back. */
  void stayAway() {
    staysAway = true;
  }

  /** Says something, unless it is away just now. */
  void say(String message) {
    if (joined) {
      send(
          new JsonObject()
              .put("type", "chat_message")
              .put("id", message)
              .put("key", message)
              .put("game_session_id", session)
              .put("message", message));
    }
  }

  /** The offset of the last event; 0 before the first. */
  long offset() {
    JsonObject event = last;
    return event == null ? 0 : event.getLong("offset");
  }

  List<JsonObject> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }
}
