package dev.tickgate.chaos;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.chaos.Note.Resumed;
import dev.tickgate.chaos.Note.Ticked;
import dev.tickgate.stream.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the publications that each client received with the rows that were committed: each
 * publication after a client's first one, once, in order, up to the end. Continuity may be lost
 * only where a new epoch begins, or where an operator deleted the publications; the client must be
 * told.
 */
final class Checker {
  private final Truth truth;
  private final List<Span> narrow;
  private final Differences differences = new Differences();
  private long received;
  private long resumed;
  private long breaks;
  private long lostContinuity;
  private long skipped;

  private Checker(Truth truth, List<Span> narrow) {
    this.truth = truth;
    this.narrow = narrow;
  }

  /**
   * @param narrow when links carried less than the stream needs: each client may be slow then
   */
  static Verdict check(Truth truth, List<Recording> recordings, List<Span> narrow) {
    Checker checker = new Checker(truth, narrow);
    new JournalCheck(truth, checker.differences).run();
    recordings.forEach(recording -> checker.new Reader(recording).check());
    return new Verdict(
        truth.head(),
        checker.differences.all(),
        checker.differences.missing(),
        checker.differences.repeated(),
        checker.received,
        checker.resumed,
        checker.breaks,
        checker.lostContinuity,
        checker.skipped);
  }

  /** Follows one client. */
  private final class Reader {
    private final Recording recording;
    private final List<Resumed> lost = new ArrayList<>();
    private Position last;
    // The newest answer after the last tick; null where there was none.
    private Resumed answer;

    Reader(Recording recording) {
      this.recording = recording;
    }

    void check() {
      for (Note note : recording.notes()) {
        if (note instanceof Ticked tick) {
          check(tick);
        } else if (note instanceof Resumed told) {
          check(told);
        } else if (note instanceof Broken) {
          breaks++;
        }
      }
      Position end = new Position(truth.epoch(), truth.head());
      lost.forEach(this::isFalse);
      if (!end.equals(last)) {
        boolean same = last != null && last.epoch() == truth.epoch();
        differences.missing(
            truth.head() - (same ? last.offset() : 0),
            "%s: ended at %s, the stream at %s",
            recording.client(),
            last,
            end);
      }
    }

    private void check(Resumed told) {
      answer = told;
      if (told.recovered()) {
        resumed++;
      } else {
        lostContinuity++;
        lost.add(told);
      }
    }

    private void check(Ticked tick) {
      received++;
      checkBody(tick);
      checkSkipped(tick);
      if (last != null) {
        checkOrder(tick);
      }
      lost.clear();
      answer = null;
      last = tick.position();
    }

    private void checkBody(Ticked tick) {
      Position now = tick.position();
      String row = truth.at(now.epoch(), now.offset());
      if (!truth.epochs().containsKey(now.epoch())) {
        differ("%s: %s is of an epoch that the database never had", recording.client(), now);
      } else if (!tick.row().equals(row)) {
        differ("%s: %s is %s, not %s", recording.client(), now, tick.row(), row);
      }
    }

    private void checkSkipped(Ticked tick) {
      skipped += tick.skipped();
      boolean mayBeSlow =
          recording.slow() || narrow.stream().anyMatch(span -> span.contains(tick.at()));
      if (tick.skipped() > 0 && !mayBeSlow) {
        differences.missing(
            tick.skipped(),
            "%s: skipped %d before %s, at %d ms, though it reads",
            recording.client(),
            tick.skipped(),
            tick.position(),
            tick.at());
      }
    }

    private void checkOrder(Ticked tick) {
      Position now = tick.position();
      boolean told = answer != null && !answer.recovered();
      if (now.epoch() < last.epoch()) {
        differ("%s: %s after %s, at %d ms", recording.client(), now, last, tick.at());
      } else if (now.epoch() > last.epoch()) {
        if (!told) {
          String how = answer == null ? "without a word" : "after recovered:true";
          String message = "%s: %s after %s %s, at %d ms";
          differ(message, recording.client(), now, last, how, tick.at());
        }
      } else {
        lost.forEach(this::isFalse);
        checkOffset(tick, told);
      }
    }

    /** Told that continuity is lost, in an epoch that went on. */
    private void isFalse(Resumed told) {
      if (last == null || !truth.hasHoleBehind(last.epoch(), last.offset(), told.at())) {
        differ("%s: continuity lost at %d ms", recording.client(), told.at());
      }
    }

    private void checkOffset(Ticked tick, boolean told) {
      Position now = tick.position();
      long expected = last.offset() + 1 + tick.skipped();
      if (now.offset() < expected) {
        differences.repeated(
            "%s: %s again, after %s, at %d ms", recording.client(), now, last, tick.at());
      } else if (now.offset() > expected && !told) {
        differences.missing(
            now.offset() - expected,
            "%s: %s after %s (skipped %d), at %d ms",
            recording.client(),
            now,
            last,
            tick.skipped(),
            tick.at());
      }
    }
  }

  private void differ(String message, Object... arguments) {
    differences.add(message, arguments);
  }
}
