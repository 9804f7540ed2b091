package dev.tickgate.chaos;

import java.util.List;

/** What one client noted of one stream, in the order it happened. */
record Recording(String client, List<Note> notes) {
  Recording {
    notes = List.copyOf(notes);
  }
}
