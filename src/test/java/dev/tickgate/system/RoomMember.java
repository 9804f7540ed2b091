package dev.tickgate.system;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A member of a room, who comes back to the next gateway with its position, and keeps what it was
 * sent. Its handlers run on one event loop; any thread may ask.
 */
final class RoomMember {
  private static final long AGAIN_MS = 300;

  final String user;
  private final Vertx vertx;
  private final WebSocketClient client;
  private final String session;
  private final String token;
  private final List<Integer> ports;
  // Each with its offset, in the order of their arrival.
  private final List<JsonObject> events = Collections.synchronizedList(new ArrayList<>());
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private int gateway;
  private volatile WebSocket socket;
  private volatile boolean joined;
  private volatile boolean staysAway;
  private volatile String since;
  private volatile int acknowledged;

  RoomMember(
      Vertx vertx,
      WebSocketClient client,
      String session,
      String user,
      String token,
      List<Integer> ports,
      int gateway) {
    this.vertx = vertx;
    this.client = client;
    this.session = session;
    this.user = user;
    this.token = token;
    this.ports = ports;
    this.gateway = gateway;
  }

  void connect() {
    joined = false;
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
              JsonObject join =
                  new JsonObject()
                      .put("type", "join_game")
                      .put("id", "join")
                      .put("game_session_id", session);
              if (since != null) {
                join.put("since", since);
              }
              opened.writeTextMessage(join.encode());
            })
        .onFailure(refused -> comeBack());
  }

  private void comeBack() {
    joined = false;
    socket = null;
    if (!staysAway) {
      gateway++;
      vertx.setTimer(AGAIN_MS, now -> connect());
    }
  }

  private void hear(String text) {
    JsonObject message = new JsonObject(text);
    if (message.containsKey("offset") && !"subscribed".equals(message.getString("type"))) {
      since = message.getLong("epoch") + "." + message.getLong("offset");
      events.add(message);
    } else if ("ack".equals(message.getString("type"))) {
      if ("join".equals(message.getString("id"))) {
        joined = true;
      } else {
        acknowledged++;
      }
    } else if ("subscribed".equals(message.getString("type"))
        && Boolean.FALSE.equals(message.getBoolean("recovered"))) {
      wrong.add(user + " has lost continuity: " + text);
    } else if ("error".equals(message.getString("type"))
        && !"FEED_STALE".equals(message.getString("code"))) {
      wrong.add(user + " got " + text);
    }
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

  void leave() {
    staysAway = true;
    WebSocket open = socket;
    if (open != null) {
      open.close();
    }
  }

  /** Says something, unless it is away just now. */
  void say(String message) {
    WebSocket open = socket;
    if (open != null && joined) {
      open.writeTextMessage(
          new JsonObject()
              .put("type", "chat_message")
              .put("id", message)
              .put("game_session_id", session)
              .put("message", message)
              .encode());
    }
  }

  int acknowledged() {
    return acknowledged;
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
