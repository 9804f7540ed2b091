package dev.tickgate.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The data of one subject, each once and in order, also while two connections send it. Confined to
 * the connector's event loop.
 *
 * <pre>
 *            overlap()             an update that both connections sent, or end()
 *   SINGLE ─────────────▶ DOUBLE ────────────────────────────────────────────────▶ SINGLE
 *                         the former connection counts;        the new one counts
 *                         data of the new one waits
 * </pre>
 */
final class SubjectStream {
  // Updates that wait, or are remembered, during an overlap.
  private static final int MOST = 10_000;
  // A quote that is older by more has not been overtaken: the time of the one before was wrong.
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
  // Of the new connection, and not yet of the former one.
  private final Deque<Update> ahead = new ArrayDeque<>();
  // Without numbers: the newest one, and those published since the overlap began, which the new
  // connection has not sent yet.
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

  /** A second connection begins, while the first one sends data. */
  void overlap() {
    endOverlap();
    isDouble = true;
    // An exchange may begin with the newest data again.
    if (lastContent != null) {
      behind.add(lastContent);
    }
  }

  boolean isSettled() {
    return !isDouble || isSwitched;
  }

  /** The first connection has ended, or nothing came that both had; what is to be published. */
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
   * Data of the only connection, or of the former one of two.
   *
   * @return what is to be published
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
        // The new connection sends data from now on: the oldest is not awaited.
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
   * Data of the new connection.
   *
   * @return what is to be published
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

  /** Whether the former connection has sent it; what came before it, the new one has passed. */
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

  /** After a new beginning an exchange may number anew. */
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
