package dev.tickgate.recorder;

import dev.tickgate.recorder.RecorderSettings.Take;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Selects the quote of each second. A quote of an earlier second than the newest is a row at once:
 * the table ignores it where it has that second. Confined to one thread.
 */
final class Seconds {
  // A second of the exchange's clock is over by then, also where its quotes come late.
  private static final Duration LATE = Duration.ofSeconds(2);

  private final Take take;
  // The row of the newest second; null before the first one.
  private SecondRow newest;
  // Whether the newest row was given.
  private boolean given;

  Seconds(Take take) {
    this.take = take;
  }

  /** Takes a row of a quote; the row that is complete now. */
  Optional<SecondRow> add(SecondRow row) {
    int order = newest == null ? 1 : row.second().compareTo(newest.second());
    if (order < 0) {
      return Optional.of(row);
    }
    Optional<SecondRow> complete = Optional.empty();
    if (order > 0) {
      complete = take == Take.FIRST ? Optional.of(row) : notGiven();
      given = take == Take.FIRST;
    }
    if (order > 0 || take == Take.LAST) {
      newest = row;
    }
    return complete;
  }

  private Optional<SecondRow> notGiven() {
    return Optional.ofNullable(newest).filter(row -> !given);
  }

  /** The row of the newest second, where it is over and was not given. */
  Optional<SecondRow> complete(Instant now) {
    Optional<SecondRow> over =
        notGiven().filter(row -> !now.isBefore(row.second().plusSeconds(1).plus(LATE)));
    given |= over.isPresent();
    return over;
  }
}
