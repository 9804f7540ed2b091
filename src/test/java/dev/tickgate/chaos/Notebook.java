package dev.tickgate.chaos;

import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The notes of one client, and the position that it reached in each topic. Written by the client's
 * event loop, read by any thread, hence synchronized.
 */
final class Notebook {
  private final Map<String, Position> positions = new HashMap<>();
  private final Map<String, List<Note>> notes = new HashMap<>();

  Notebook(List<Stream> streams) {
    streams.forEach(stream -> notes.put(stream.topic(), new ArrayList<>()));
  }

  synchronized void ticked(long at, Ticker tick) {
    notes.get(tick.topic()).add(new Ticked(at, tick.position(), tick.row(), tick.skipped()));
    positions.put(tick.topic(), tick.position());
  }

  synchronized void add(String topic, Note note) {
    notes.get(topic).add(note);
  }

  synchronized void addToAll(Note note) {
    notes.values().forEach(list -> list.add(note));
  }

  /** Null before the first publication. */
  synchronized Position position(Stream stream) {
    return positions.get(stream.topic());
  }

  synchronized List<Note> notes(Stream stream) {
    return List.copyOf(notes.get(stream.topic()));
  }

  /** When its last tick of the stream came; -1 for none. */
  synchronized long lastTick(Stream stream) {
    List<Note> list = notes.get(stream.topic());
    for (int i = list.size() - 1; i >= 0; i--) {
      if (list.get(i) instanceof Ticked tick) {
        return tick.at();
      }
    }
    return -1;
  }
}
