package dev.tickgate.recorder;

import dev.tickgate.recorder.RecorderSettings.Take;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes one row of the quotes of each second. A quote of a second before the newest becomes a row
 * at once: the table ignores the row where it has that second. Confined to one thread.
 */
final class Seconds {
  // By then a second of the exchange's clock is over, even where its quotes arrive late.
  private static final Duration LATE = Duration.ofSeconds(2);

  private final Take take;
  // The row of the newest second; null before the first one.
  private SecondRow newest;
  // Whether the newest row was returned, or must not be returned.
  private boolean given;

  Seconds(Take take) {
    this.take = take;
  }

  /** Adds the row of a quote; returns the row that is complete now. */
  Optional<SecondRow> add(SecondRow row) {
    if (newest == null) {
      return begin(row);
    }
    int order = row.second().compareTo(newest.second());
    if (order < 0) {
      return Optional.of(row);
    }
    if (order > 0) {
      return next(row);
    }
    if (take == Take.LAST) {
      newest = row;
    } else if (take == Take.OHLC) {
      newest = newest.and(row);
    }
    return Optional.empty();
  }

  private Optional<SecondRow> begin(SecondRow row) {
    Optional<SecondRow> complete = next(row);
    // Another recorder may have received earlier quotes of this second: that one inserts the whole
    // course.
    given |= take == Take.OHLC;
    return complete;
  }

  private Optional<SecondRow> next(SecondRow row) {
    Optional<SecondRow> complete = take == Take.FIRST ? Optional.of(row) : notGiven();
    newest = row;
    given = take == Take.FIRST;
    return complete;
  }

  private Optional<SecondRow> notGiven() {
    return Optional.ofNullable(newest).filter(row -> !given);
  }

  /**
   * Returns the row of the newest second, where that second is over and the row was not returned.
   */
  Optional<SecondRow> complete(Instant now) {
    Optional<SecondRow> over =
        notGiven().filter(row -> !now.isBefore(row.second().plusSeconds(1).plus(LATE)));
    given |= over.isPresent();
    return over;
  }
}
