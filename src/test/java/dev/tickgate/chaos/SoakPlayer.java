package dev.tickgate.chaos;

import dev.tickgate.auth.SignedTokens;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/**
 * A member of rooms: it joins the game of the moment, speaks some times, and leaves, half of the
 * times by closing its connection. It checks that the presence has it, that the events of the room
 * come without a gap, and that each of its messages is acknowledged and heard. Confined to one
 * event loop.
 *
 * <pre>
 *   wait ─▶ connect ─▶ join ─▶ speak, and hear it ─┬─▶ leave ─▶ wait
 *                              └────── again ◀─────┘
 * </pre>
 */
final class SoakPlayer {
  private static final long GAME_MS = 15_000;
  private static final int LONGEST_SILENCE_MS = 1_000;
  private static final int MOST_WORDS = 10;

  private final String user;
  private final String token;
  private final List<SocketAddress> gateways;
  private final Set<String> games;
  private final Random random;
  private final Queue<String> faults;
  private final Vertx vertx;
  private final Context context;
  private final Links links;
  private volatile boolean out = true;
  private volatile int visits;
  private volatile int heard;
  private boolean away = true;
  private Link link;
  private String game;
  private int words;
  private String awaited;
  private boolean acknowledged;
  private boolean published;
  private long last;

  /**
   * @param games gets those that the players have joined; thread-safe
   */
  SoakPlayer(
      int number,
      List<SocketAddress> gateways,
      Set<String> games,
      Random random,
      Queue<String> faults,
      Vertx vertx) {
    this.user = "player" + number;
    this.token =
        SignedTokens.hs256(
            new JsonObject().put("sub", user).put("exp", Instant.now().getEpochSecond() + 36_000));
    this.gateways = gateways;
    this.games = games;
    this.random = random;
    this.faults = faults;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.links = new Links(vertx, false);
  }

  void come() {
    context.runOnContext(
        now -> {
          away = false;
          out = false;
          later(this::connect);
        });
  }

  /** Stays away, once it has left its room. */
  void leave() {
    context.runOnContext(now -> away = true);
  }

  /** Whether it has left. */
  boolean isOut() {
    return out;
  }

  int visits() {
    return visits;
  }

  /** The messages that it heard, its own and those of others. */
  int heard() {
    return heard;
  }

  @Override
  public String toString() {
    return "%s in %s awaits %s".formatted(user, game, awaited);
  }

  void close() {
    links.close();
  }

  private void later(Runnable step) {
    vertx.setTimer(1 + random.nextInt(LONGEST_SILENCE_MS), now -> step.run());
  }

  private void connect() {
    if (away) {
      out = true;
      return;
    }
    SocketAddress gateway = gateways.get(random.nextInt(gateways.size()));
    int mine = ++visits;
    links
        .webSocket(gateway, "/ws?token=" + token, new Hearing(mine))
        .onSuccess(this::join)
        // A busy machine may answer later than the client waits.
        .onFailure(late -> later(this::connect));
  }

  private void join(Link opened) {
    link = opened;
    game = "soak" + System.currentTimeMillis() / GAME_MS;
    games.add("game_" + game);
    words = 1 + random.nextInt(MOST_WORDS);
    last = 0;
    send("join_game", "presence", new JsonObject());
  }

  private void send(String type, String awaits, JsonObject command) {
    awaited = awaits;
    acknowledged = false;
    published = awaits == null;
    link.send(command.put("type", type).put("id", type).put("game_session_id", game).encode());
  }

  private void speak() {
    if (!away && words-- > 0) {
      String message = user + "." + visits + "." + words;
      send("chat_message", message, new JsonObject().put("message", message).put("key", message));
    } else if (random.nextBoolean()) {
      words = -1;
      send("leave_game", null, new JsonObject());
    } else {
      end();
    }
  }

  private void end() {
    link.close();
    link = null;
    game = null;
    later(this::connect);
  }

  private void message(JsonObject message) {
    switch (message.getString("type")) {
      case "ack" -> acknowledged = true;
      case "presence" -> {
        if (!message.getJsonArray("members").contains(user)) {
          fault(message.encode());
        }
        published |= "presence".equals(awaited);
      }
      case "chat_message", "player_joined", "player_left" -> event(message);
      case "subscribed", "unsubscribed", "joined_game", "left_game", "heartbeat" -> {
        return;
      }
      default -> fault(message.encode());
    }
    if (acknowledged && published) {
      acknowledged = false;
      if (words < 0) {
        end();
      } else {
        later(this::speak);
      }
    }
  }

  private void event(JsonObject message) {
    long offset = message.getLong("offset");
    if (last != 0 && offset != last + 1) {
      fault(message.encode() + " after " + last);
    }
    last = offset;
    heard++;
    published |= awaited != null && awaited.equals(message.getString("message"));
  }

  private void fault(String what) {
    faults.add(user + " in " + game + ": " + what);
  }

  private final class Hearing implements Link.Listener {
    private final int mine;

    Hearing(int mine) {
      this.mine = mine;
    }

    @Override
    public void message(String text) {
      if (mine == visits && link != null) {
        SoakPlayer.this.message(new JsonObject(text));
      }
    }

    @Override
    public void closed(String reason) {
      if (mine == visits && link != null) {
        fault(reason);
      }
    }
  }
}
