package dev.tickgate.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Selects the data of one subject to publish, each update once and in order, also while two
 * connections deliver it. Confined to the connector's event loop.
 *
 * <pre>
 *            overlap()             an update that both connections sent, or end()
 *   SINGLE ─────────────▶ DOUBLE ────────────────────────────────────────────────▶ SINGLE
 *                         data of the former connection is       data of the new one
 *                         published; data of the new one waits   is published
 * </pre>
 */
final class SubjectStream {
  // The number of updates that wait, or are kept for comparison, during an overlap, at most.
  private static final int MOST = 10_000;
  // A quote that is older than the last one by more than this was not overtaken: the time of the
  // last one was wrong.
  private static final Duration LATE = Duration.ofSeconds(10);

  private final boolean isDense;
  private final boolean isQuotes;
  private final SubjectCounters counters;
  private boolean isDouble;
  private boolean isSwitched;
  private boolean isFirst = true;
  private long last = -1;
  private Object lastContent;
  private Instant lastTime = Instant.MIN;
  // The updates of the new connection that the former one has not delivered yet.
  private final Deque<Update> ahead = new ArrayDeque<>();
  // For updates without sequence numbers: the contents that the new connection has not delivered
  // yet. These are the newest one before the overlap, and those published since it began.
  private final Deque<Object> behind = new ArrayDeque<>();

  /**
   * @param isDense whether sequence numbers have no gaps
   */
  SubjectStream(Subject subject, boolean isDense, SubjectCounters counters) {
    this.isQuotes = subject.kind() == Subject.Kind.QUOTES;
    this.isDense = isDense;
    this.counters = counters;
  }

  /** A connection began after another one had ended. */
  void restart() {
    endOverlap();
    isFirst = true;
  }

  /** A second connection begins, while the first one delivers data. */
  void overlap() {
    endOverlap();
    isDouble = true;
    // The exchange may send the newest data again to a new connection.
    if (lastContent != null) {
      behind.add(lastContent);
    }
  }

  boolean isSettled() {
    return !isDouble || isSwitched;
  }

  /**
   * Ends an overlap: the first connection has ended, or the connections delivered no common update.
   *
   * @return the updates to publish
   */
  List<Update> end() {
    List<Update> rest = new ArrayList<>();
    if (isDouble && !isSwitched) {
      ahead.forEach(update -> take(update, rest));
    }
    endOverlap();
    return rest;
  }

  private void endOverlap() {
    isDouble = false;
    isSwitched = false;
    ahead.clear();
    behind.clear();
  }

  /**
   * Reads data of the only connection, or of the former one of two.
   *
   * @return the updates to publish
   */
  List<Update> former(Update update) {
    if (isSwitched) {
      return List.of();
    }
    List<Update> taken = new ArrayList<>();
    boolean isKnown = isDouble && ahead.stream().anyMatch(other -> covers(update, other));
    if (isKnown && !update.isNumbered()) {
      switchOver(taken);
      return taken;
    }
    take(update, taken);
    if (isKnown) {
      switchOver(taken);
    } else if (isDouble && !update.isNumbered()) {
      behind.add(update.content());
      if (behind.size() > MOST) {
        // The new connection delivers data from now on, so the oldest content is not expected from
        // it.
        behind.remove();
      }
    }
    return taken;
  }

  private static boolean covers(Update former, Update other) {
    return former.isNumbered()
        ? other.sequence() <= former.sequence()
        : other.content().equals(former.content());
  }

  private void switchOver(List<Update> taken) {
    isSwitched = true;
    ahead.forEach(update -> take(update, taken));
    ahead.clear();
    behind.clear();
  }

  /**
   * Reads data of the new connection.
   *
   * @return the updates to publish
   */
  List<Update> latter(Update update) {
    List<Update> taken = new ArrayList<>();
    if (!isDouble || isSwitched) {
      if (!isBehind(update)) {
        take(update, taken);
      }
      return taken;
    }
    boolean isKnown = update.isNumbered() ? update.sequence() <= last : isBehind(update);
    if (isKnown) {
      isSwitched = true;
    } else {
      ahead.add(update);
      if (ahead.size() > MOST) {
        switchOver(taken);
      }
    }
    return taken;
  }

  /**
   * Whether the former connection has delivered the update without a number. Removes its content
   * and the older ones, which the new connection has passed.
   */
  private boolean isBehind(Update update) {
    if (update.isNumbered() || !behind.contains(update.content())) {
      return false;
    }
    Iterator<Object> passed = behind.iterator();
    Object content;
    do {
      content = passed.next();
      passed.remove();
    } while (!content.equals(update.content()));
    return true;
  }

  private void take(Update update, List<Update> taken) {
    if (isRepeated(update)) {
      counters.repeated();
      return;
    }
    if (isDense && !isFirst && last >= 0 && update.sequence() > last + 1) {
      counters.gap();
    }
    isFirst = false;
    last = update.sequence();
    lastContent = update.content();
    lastTime = update.time().orElse(lastTime);
    taken.add(update);
  }

  /**
   * Whether an update is repeated or late. After a restart the exchange may restart its numbers.
   */
  private boolean isRepeated(Update update) {
    if (update.isNumbered()) {
      return isFirst ? update.sequence() == last : update.sequence() <= last;
    }
    boolean isLate = !isFirst && update.time().filter(this::isOvertaken).isPresent();
    return isQuotes && (isLate || update.content().equals(lastContent));
  }

  private boolean isOvertaken(Instant time) {
    return time.isBefore(lastTime) && !time.isBefore(lastTime.minus(LATE));
  }
}
