package dev.tickgate.chaos;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.chaos.Note.Resumed;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what every client was sent with what was committed: each publication after a client's
 * first one, once, in order, up to the end. A promise broken with a word of the server's is counted
 * as a difference, too, for the journal was there all the time.
 */
final class Checker {
  private final Truth truth;
  private final List<String> differences = new ArrayList<>();
  private long missing;
  private long repeated;
  private long received;
  private long resumed;
  private long breaks;
  private long lostContinuity;
  private long skipped;

  private Checker(Truth truth) {
    this.truth = truth;
  }

  static Verdict check(Truth truth, List<Recording> recordings) {
    Checker checker = new Checker(truth);
    checker.checkJournal();
    recordings.forEach(checker::check);
    return new Verdict(
        truth.journal().size(),
        List.copyOf(checker.differences),
        checker.missing,
        checker.repeated,
        checker.received,
        checker.resumed,
        checker.breaks,
        checker.lostContinuity,
        checker.skipped);
  }

  private void checkJournal() {
    Map<String, Integer> offsets = new HashMap<>();
    for (int i = 0; i < truth.journal().size(); i++) {
      String row = truth.journal().get(i);
      Integer before = offsets.put(row, i + 1);
      if (before != null) {
        repeated++;
        differ("journal: %s at %d and again at %d", row, before, i + 1);
      }
      if (!truth.committed().contains(row)) {
        differ("journal: %s at %d was not committed, or is not valid", row, i + 1);
      }
    }
    absent("journal: %s was committed and never published", truth.committed(), offsets.keySet());
    absent("table: %s was acknowledged and is gone", truth.acknowledged(), truth.committed());
    truth.abandoned().stream()
        .filter(truth.committed()::contains)
        .forEach(row -> differ("table: %s was rolled back and is there", row));
  }

  private void absent(String message, Set<String> expected, Set<String> found) {
    Set<String> absent = new HashSet<>(expected);
    absent.removeAll(found);
    missing += absent.size();
    absent.stream().sorted().forEach(row -> differ(message, row));
  }

  private void check(Recording recording) {
    Position last = null;
    for (Note note : recording.notes()) {
      if (note instanceof Ticked tick) {
        check(recording.client(), last, tick);
        last = tick.position();
      } else if (note instanceof Resumed answer) {
        last = answer.recovered() ? last : null;
        count(recording.client(), answer);
      } else if (note instanceof Broken) {
        breaks++;
      }
    }
    if (last == null || last.offset() != truth.journal().size()) {
      missing += truth.journal().size() - (last == null ? 0 : last.offset());
      differ("%s: ended at %s, the stream at %d", recording.client(), last, truth.journal().size());
    }
  }

  private void count(String client, Resumed answer) {
    if (answer.recovered()) {
      resumed++;
    } else {
      lostContinuity++;
      differ("%s: continuity lost at %d ms", client, answer.at());
    }
  }

  private void check(String client, Position last, Ticked tick) {
    received++;
    skipped += tick.skipped();
    Position now = tick.position();
    if (now.epoch() != truth.epoch()) {
      differ("%s: %s is of another epoch than %d", client, now, truth.epoch());
    } else if (!tick.row().equals(truth.at(now.offset()))) {
      differ("%s: %s is %s, not %s", client, now, tick.row(), truth.at(now.offset()));
    }
    if (last == null) {
      return;
    }
    long expected = last.offset() + 1 + tick.skipped();
    if (now.offset() < expected) {
      repeated++;
      differ("%s: %s again, after %s, at %d ms", client, now, last, tick.at());
    } else if (now.offset() > expected) {
      missing += now.offset() - expected;
      String message = "%s: %s after %s (skipped %d), at %d ms";
      differ(message, client, now, last, tick.skipped(), tick.at());
    }
  }

  private void differ(String message, Object... arguments) {
    differences.add(message.formatted(arguments));
  }
}
