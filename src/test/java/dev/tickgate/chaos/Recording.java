package dev.tickgate.chaos;

import java.util.List;

/**
 * The notes of one client about one stream, in the order in which the events happened.
 *
 * @param slow whether the client stops reading now and then, and may be told {@code skipped}
 */
record Recording(String client, boolean slow, List<Note> notes) {
  Recording {
    notes = List.copyOf(notes);
  }

  Recording(String client, List<Note> notes) {
    this(client, false, notes);
  }
}
