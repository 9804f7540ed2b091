package dev.tickgate.chaos;

import dev.tickgate.chaos.Note.Ticked;
import java.util.List;

/** How long clients were without ticks. */
final class Service {
  private Service() {}

  /**
   * The longest times without a tick that reach into a span, a client each, the shortest first.
   *
   * @param from milliseconds of the run
   */
  static List<Long> gaps(List<Recording> recordings, long from, long to) {
    return recordings.stream().map(recording -> gap(recording, from, to)).sorted().toList();
  }

  private static long gap(Recording recording, long from, long to) {
    long longest = 0;
    long before = -1;
    for (Note note : recording.notes()) {
      if (note instanceof Ticked tick) {
        if (before >= 0 && tick.at() >= from && before <= to) {
          longest = Math.max(longest, tick.at() - before);
        }
        before = tick.at();
      }
    }
    return longest;
  }

  static boolean tickedSince(Recording recording, long moment) {
    List<Note> notes = recording.notes();
    for (int i = notes.size() - 1; i >= 0 && notes.get(i).at() >= moment; i--) {
      if (notes.get(i) instanceof Ticked) {
        return true;
      }
    }
    return false;
  }

  static String text(List<Long> gaps) {
    return gaps.isEmpty()
        ? "nobody"
        : "p50=%d max=%d ms".formatted(gaps.get(gaps.size() / 2), gaps.get(gaps.size() - 1));
  }

  /** The longest time of all without a tick, and what happened in it. */
  static String longest(List<Recording> recordings) {
    Recording of = null;
    int from = 0;
    int to = 0;
    long longest = -1;
    for (Recording recording : recordings) {
      int before = -1;
      for (int i = 0; i < recording.notes().size(); i++) {
        if (recording.notes().get(i) instanceof Ticked tick) {
          if (before >= 0 && tick.at() - recording.notes().get(before).at() > longest) {
            longest = tick.at() - recording.notes().get(before).at();
            of = recording;
            from = before;
            to = i;
          }
          before = i;
        }
      }
    }
    return of == null ? "nobody" : of.client() + " " + of.notes().subList(from, to + 1);
  }
}
