package dev.tickgate.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.protocol.CloseCode;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Transport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A client that reads frames when it is told to. */
final class EventReader implements Transport {
  /** The last {@code id} that it has read; empty where it has read none. */
  String id = "";

  /** The events that it has read, as {@code ORDER_RECEIVED.orders.17}. */
  final List<String> events = new ArrayList<>();

  /** The messages that it has read: their type, with the number of events of a batch. */
  final List<String> messages = new ArrayList<>();

  /** The written frames, each once. */
  final List<Frame> frames = new ArrayList<>();

  final List<CloseCode> closed = new ArrayList<>();
  boolean writable = true;
  private final ArrayDeque<String> unread = new ArrayDeque<>();

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public void write(Frame frame) {
    frames.add(frame);
    frame.messages().stream()
        .flatMap(bytes -> Stream.of(new String(bytes, UTF_8).split("(?<=\n\n)")))
        .forEach(unread::add);
  }

  @Override
  public void flush() {}

  @Override
  public boolean ping() {
    return false;
  }

  @Override
  public void close(Disconnect goodbye) {
    closed.add(goodbye.code());
  }

  /** Reads so many frames, if there are so many. */
  void read(int count) {
    for (int i = 0; i < count && !unread.isEmpty(); i++) {
      unread.poll().lines().forEach(this::line);
    }
  }

  EventReader readAll() {
    read(Integer.MAX_VALUE);
    return this;
  }

  /** The connection is lost, and with it what was not read. */
  void lose() {
    unread.clear();
  }

  private void line(String line) {
    if (line.startsWith("id: ")) {
      id = line.substring("id: ".length());
    } else if (line.startsWith("data: ")) {
      message(new JsonObject(line.substring("data: ".length())));
    }
  }

  private void message(JsonObject message) {
    String type = message.getString("type");
    if (type.equals("event")) {
      messages.add("event");
      event(message.getJsonObject("data"));
    } else if (type.equals("batch")) {
      JsonArray batch = message.getJsonObject("data").getJsonArray("events");
      messages.add("batch " + message.getJsonObject("data").getInteger("count"));
      batch.forEach(event -> event((JsonObject) event));
    } else {
      messages.add(type);
    }
  }

  private void event(JsonObject event) {
    events.add(event.getString("type") + "." + event.getJsonObject("payload").getString("id"));
  }
}
