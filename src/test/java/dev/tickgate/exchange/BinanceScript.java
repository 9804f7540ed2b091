package dev.tickgate.exchange;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Binance Spot: five frames a second of a connection, pings and pongs included, and 1,024 streams;
 * unknown symbols are accepted and stay silent.
 */
final class BinanceScript implements ExchangeScript {
  private static final int FRAMES_A_SECOND = 5;
  private static final int MOST_STREAMS = 1_024;
  private static final Pattern STREAM = Pattern.compile("[a-z0-9]+@[a-zA-Z0-9_+:@]+|![a-zA-Z@]+");

  private final LongSupplier nanos;
  private final Map<Peer, Deque<Long>> frames = new HashMap<>();
  private final Set<Peer> combined = new HashSet<>();

  BinanceScript(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/stream") || path.equals("/ws") || path.startsWith("/ws/");
  }

  @Override
  public void connected(Peer peer) {
    if (peer.path().equals("/stream")) {
      combined.add(peer);
      String streams = peer.query().replace("streams=", "");
      peer.streams().addAll(List.of(streams.isEmpty() ? new String[0] : streams.split("/")));
    } else if (peer.path().startsWith("/ws/")) {
      peer.streams().add(peer.path().substring("/ws/".length()));
    }
  }

  @Override
  public void controlFrame(Peer peer) {
    isTooFast(peer);
  }

  private boolean isTooFast(Peer peer) {
    Deque<Long> recent = frames.computeIfAbsent(peer, key -> new ArrayDeque<>());
    long now = nanos.getAsLong();
    while (!recent.isEmpty() && now - recent.peek() >= Duration.ofSeconds(1).toNanos()) {
      recent.poll();
    }
    recent.add(now);
    if (recent.size() <= FRAMES_A_SECOND) {
      return false;
    }
    peer.close(1008, "Too many requests");
    return true;
  }

  @Override
  public void received(Peer peer, String text) {
    if (isTooFast(peer)) {
      return;
    }
    try {
      execute(peer, new JsonObject(text));
    } catch (DecodeException | ClassCastException e) {
      peer.send("{\"code\":3,\"msg\":\"Invalid JSON: expected value at line 1 column 1\"}");
    }
  }

  private void execute(Peer peer, JsonObject command) {
    JsonArray params = command.getJsonArray("params", new JsonArray());
    switch (command.getString("method", "")) {
      case "SUBSCRIBE" -> subscribe(peer, command, names(params));
      case "UNSUBSCRIBE" -> {
        peer.streams().removeAll(names(params));
        answer(peer, command, null);
      }
      case "LIST_SUBSCRIPTIONS" ->
          answer(peer, command, new JsonArray(List.copyOf(peer.streams())));
      case "SET_PROPERTY" -> {
        combined.add(peer);
        answer(peer, command, null);
      }
      default -> refuse(peer, "unknown variant");
    }
  }

  private static List<String> names(JsonArray params) {
    List<String> names = new ArrayList<>();
    params.forEach(name -> names.add((String) name));
    return names;
  }

  private void subscribe(Peer peer, JsonObject command, List<String> names) {
    Set<String> all = new HashSet<>(peer.streams());
    all.addAll(names);
    if (!names.stream().allMatch(name -> STREAM.matcher(name).matches())) {
      refuse(peer, "invalid stream name");
    } else if (all.size() > MOST_STREAMS) {
      refuse(peer, "too many streams");
    } else {
      peer.streams().addAll(names);
      answer(peer, command, null);
    }
  }

  private static void answer(Peer peer, JsonObject command, Object result) {
    peer.send(new JsonObject().put("result", result).put("id", command.getValue("id")).encode());
  }

  private static void refuse(Peer peer, String why) {
    peer.send("{\"code\":2,\"msg\":\"Invalid request: " + why + "\"}");
  }

  @Override
  public String stream(String symbol) {
    return symbol.toLowerCase(Locale.ROOT) + "@bookTicker";
  }

  @Override
  public String quote(SimulatedQuote quote) {
    return """
        {"u":%d,"s":"%s","b":"%s","B":"31.21000000","a":"%s","A":"40.66000000"}"""
        .formatted(quote.number(), quote.symbol(), quote.bid(), quote.ask());
  }

  @Override
  public String framed(Peer peer, String stream, String frame) {
    return combined.contains(peer)
        ? "{\"stream\":\"" + stream + "\",\"data\":" + frame + "}"
        : frame;
  }
}
