package dev.tickgate.chaos;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The publications that a client of a soak has received. It checks that each publication is the one
 * of its offset and follows the one before; only a slow client may miss some, which the server
 * reports as skipped. Confined to the client's event loop; the test reads the offsets.
 */
final class SoakNotes {
  private static final int SHOWN = 300;

  private final Way way;
  private final boolean slow;
  private final Consumer<String> faults;
  // Of the newest publication of each topic.
  private final Map<String, Long> offsets = new ConcurrentHashMap<>();
  private volatile long received;
  // Of each topic: feeds that began in different seconds have different ones.
  private final Map<String, Long> epochs = new HashMap<>();
  private String lastEventId;

  SoakNotes(Way way, boolean slow, Consumer<String> faults) {
    this.way = way;
    this.slow = slow;
    this.faults = faults;
  }

  void forget() {
    offsets.clear();
    epochs.clear();
    lastEventId = null;
  }

  boolean isEmpty() {
    return offsets.isEmpty();
  }

  /** 0 before the first. */
  long offset(String topic) {
    return offsets.getOrDefault(topic, 0L);
  }

  String position(String topic) {
    return epochs.getOrDefault(topic, 0L) + "." + offset(topic);
  }

  /** Null before the first. */
  String lastEventId() {
    return lastEventId;
  }

  long received() {
    return received;
  }

  @Override
  public String toString() {
    return offsets.toString();
  }

  /** The command that subscribes, behind what it has if it resumes. */
  JsonObject subscription(String topic, boolean resumes) {
    boolean since = resumes && offset(topic) > 0;
    if (way == Way.COMMANDS) {
      JsonObject command = new JsonObject().put("type", "subscribe").put("topic", topic);
      return since ? command.put("since", position(topic)) : command;
    }
    JsonObject headers = new JsonObject();
    if (since) {
      headers.put("since", position(topic));
    }
    return new JsonObject().put("type", "register").put("address", topic).put("headers", headers);
  }

  /** A message, or a frame or event with some. */
  void message(String text) {
    switch (way) {
      case EVENTS -> event(text);
      case STREAM, COMMANDS -> json(new JsonObject(text));
      case BRIDGE -> record(new JsonObject(text));
      default ->
          new JsonArray(text.substring(1))
              .forEach(message -> record(new JsonObject((String) message)));
    }
  }

  /** A block of server-sent events. */
  private void event(String block) {
    for (String line : block.split("\n")) {
      if (line.startsWith("id: ")) {
        lastEventId = line.substring("id: ".length());
      } else if (line.startsWith("data: ")) {
        json(new JsonObject(line.substring("data: ".length())));
      }
    }
  }

  private void record(JsonObject message) {
    if ("rec".equals(message.getString("type"))) {
      json(message.getJsonObject("body"));
    } else {
      fault(message.encode());
    }
  }

  private void json(JsonObject message) {
    switch (message.getString("type")) {
      case "ticker" ->
          publication(
              SoakSource.TICKS + message.getString("symbol"),
              SoakSource.number(message.getDouble("bid")),
              message);
      case "soak" -> publication(message.getString("t"), message.getLong("n"), message);
      case "subscribed" -> {
        if (Boolean.FALSE.equals(message.getBoolean("recovered"))) {
          fault(message.encode());
        }
      }
      case "heartbeat" -> {
        return;
      }
      default -> fault(message.encode());
    }
  }

  private void publication(String topic, long number, JsonObject message) {
    received++;
    long offset = message.getLong("offset");
    long skipped = message.getLong("skipped", 0L);
    Long last = offsets.put(topic, offset);
    epochs.put(topic, message.getLong("epoch"));
    if (number != offset || skipped > 0 && !slow || last != null && offset != last + 1 + skipped) {
      fault("%s %d.%d after %s, skipped %d".formatted(topic, offset, number, last, skipped));
    }
  }

  private void fault(String what) {
    faults.accept(what.substring(0, Math.min(what.length(), SHOWN)));
  }
}
