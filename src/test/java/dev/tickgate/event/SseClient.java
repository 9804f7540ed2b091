package dev.tickgate.event;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The messages that one client received. Written by the client's thread, read by the test. */
final class SseClient {
  private final String name;
  private final List<JsonObject> messages = new CopyOnWriteArrayList<>();

  /**
   * @param name of the library, and how it reaches the gateway
   */
  SseClient(String name) {
    this.name = name;
  }

  void received(String data) {
    messages.add(new JsonObject(data));
  }

  long connections() {
    return messages.stream()
        .filter(message -> message.getString("type").equals("connected"))
        .count();
  }

  /** The ids of the events, in their order. */
  List<String> events() {
    List<String> ids = new ArrayList<>();
    for (JsonObject message : messages) {
      JsonObject data = message.getJsonObject("data", new JsonObject());
      if (message.getString("type").equals("batch")) {
        data.getJsonArray("events").forEach(event -> ids.add(id((JsonObject) event)));
      } else if (message.getString("type").equals("event")) {
        ids.add(id(data));
      }
    }
    return ids;
  }

  /** The same of a client to which each event comes as a message of its own, or in a batch. */
  List<String> ids() {
    List<String> ids = events();
    messages.stream()
        .filter(message -> message.containsKey("payload"))
        .forEach(event -> ids.add(id(event)));
    return ids;
  }

  /** All messages. */
  String text() {
    return messages.toString();
  }

  private static String id(JsonObject event) {
    return event.getJsonObject("payload").getString("id");
  }

  @Override
  public String toString() {
    return name;
  }
}
