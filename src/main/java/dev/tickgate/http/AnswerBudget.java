package dev.tickgate.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Bytes of answers that clients of this node have yet to read, and how many there may be: of all,
 * and of one address. Any event loop may call.
 */
final class AnswerBudget {
  private static final int SHARES = 4;

  private final long limit;
  // Under the lock of this: every event loop takes and gives back.
  private final Map<String, Long> byAddress = new HashMap<>();
  private long total;

  /**
   * @param limit bytes of all; a quarter of it for one address
   */
  AnswerBudget(long limit) {
    this.limit = limit;
  }

  /** Counts the bytes, unless they are too many. */
  synchronized boolean take(String address, int bytes) {
    long known = byAddress.getOrDefault(address, 0L);
    if (total + bytes > limit || known + bytes > limit / SHARES) {
      return false;
    }
    total += bytes;
    byAddress.put(address, known + bytes);
    return true;
  }

  /** Bytes that were taken have been read, or never will be. */
  synchronized void release(String address, int bytes) {
    total -= bytes;
    byAddress.computeIfPresent(address, (name, known) -> known == bytes ? null : known - bytes);
  }

  synchronized long total() {
    return total;
  }
}
