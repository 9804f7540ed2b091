package dev.tickgate.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects the valid rows of a page that may be new; counts the invalid ones. Belongs to one
 * scanner, and runs on its event loop.
 */
final class Sieve {
  private static final Logger LOG = LoggerFactory.getLogger(Sieve.class);

  private final Function<SourceRow, Quote> judge;
  private final VisibilityTracker visibility;
  private final DropLog drops;
  // The first failure is logged; all failures are counted.
  private boolean rowFailed;

  Sieve(Function<SourceRow, Quote> judge, VisibilityTracker visibility, DropLog drops) {
    this.judge = judge;
    this.visibility = visibility;
    this.drops = drops;
  }

  List<Scanner.Found> sift(List<SourceRow> rows) {
    List<Scanner.Found> found = new ArrayList<>();
    for (SourceRow row : rows) {
      Quote quote = judged(row);
      if (quote instanceof Quote.Valid valid && visibility.valid(row.id())) {
        found.add(new Scanner.Found(row.id(), valid.topic(), valid.tick()));
      } else if (quote instanceof Quote.Invalid invalid && visibility.invalid(row.id())) {
        drops.dropped(invalid.reason(), row);
      }
    }
    return found;
  }

  // No row may stop a feed, not even because of a fault of Tickgate.
  private Quote judged(SourceRow row) {
    try {
      return judge.apply(row);
    } catch (RuntimeException e) {
      if (!rowFailed) {
        rowFailed = true;
        LOG.atError().addKeyValue("row", row).setCause(e).log("feed.row_failed");
      }
      return new Quote.Invalid(DropReason.FAILED);
    }
  }
}
