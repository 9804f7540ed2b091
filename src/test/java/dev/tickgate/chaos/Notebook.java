package dev.tickgate.chaos;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.chaos.Note.Resumed;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.stream.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The notes of one client, and the position that it reached in each topic.
 *
 * <p>The client's event loop only adds texts, in whatever framing they came: it must not be slower
 * than the gateway that it reads from. They are read when somebody asks, by any thread.
 */
final class Notebook {
  private static final String DATA = "data: ";
  private static final String ID = "id: ";

  // Added to by the client's event loop, emptied by those who ask.
  private final Queue<Heard> unread = new ConcurrentLinkedQueue<>();
  private final Map<String, Position> positions = new HashMap<>();
  private final Map<String, List<Note>> notes = new HashMap<>();
  private String lastEventId;

  /** A text of the server's, or where that is null, the end of a connection. */
  private record Heard(long at, String text, String broken) {}

  Notebook(List<? extends Channel> channels) {
    channels.forEach(channel -> notes.put(channel.topic(), new ArrayList<>()));
  }

  void heard(long at, String text) {
    unread.add(new Heard(at, text, null));
  }

  void broken(long at, String reason) {
    unread.add(new Heard(at, null, reason));
  }

  private void read() {
    for (Heard heard = unread.poll(); heard != null; heard = unread.poll()) {
      long at = heard.at();
      if (heard.text() == null) {
        String reason = heard.broken();
        notes.values().forEach(list -> list.add(new Broken(at, reason)));
      } else if (heard.text().startsWith("a")) {
        new JsonArray(heard.text().substring(1)).forEach(message -> read(at, (String) message));
      } else if (heard.text().startsWith("{")) {
        read(at, heard.text());
      } else {
        readEvent(at, heard.text());
      }
    }
  }

  private void readEvent(long at, String block) {
    String data = null;
    for (String line : block.split("\n")) {
      if (line.startsWith(ID)) {
        lastEventId = line.substring(ID.length());
      } else if (line.startsWith(DATA)) {
        data = line.substring(DATA.length());
      }
    }
    if (data != null && !block.contains("event: close")) {
      read(at, data);
    }
  }

  private void read(long at, String message) {
    if (Ticker.is(message)) {
      Ticker tick = Ticker.of(message);
      notes.get(tick.topic()).add(new Ticked(at, tick.position(), tick.row(), tick.skipped()));
      positions.put(tick.topic(), tick.position());
      return;
    }
    if (Event.is(message)) {
      Event event = Event.of(message);
      notes.get(event.topic()).add(new Ticked(at, event.position(), event.row(), event.skipped()));
      positions.put(event.topic(), event.position());
      return;
    }
    JsonObject json = new JsonObject(message);
    JsonObject body = "rec".equals(json.getString("type")) ? json.getJsonObject("body") : json;
    if ("subscribed".equals(body.getString("type")) && body.containsKey("recovered")) {
      notes.get(body.getString("topic")).add(new Resumed(at, body.getBoolean("recovered")));
    }
  }

  /** Null before the first publication. */
  synchronized Position position(Channel channel) {
    read();
    return positions.get(channel.topic());
  }

  /** Of the newest event; null before the first. */
  synchronized String lastEventId() {
    read();
    return lastEventId;
  }

  synchronized List<Note> notes(Channel channel) {
    read();
    return List.copyOf(notes.get(channel.topic()));
  }

  /** When its last tick of the channel came; -1 for none. */
  synchronized long lastTick(Channel channel) {
    read();
    List<Note> list = notes.get(channel.topic());
    for (int i = list.size() - 1; i >= 0; i--) {
      if (list.get(i) instanceof Ticked tick) {
        return tick.at();
      }
    }
    return -1;
  }
}
