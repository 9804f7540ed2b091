package dev.tickgate.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts and bounds the bytes of answers that clients of this node have not read yet, in total and
 * per client address. Any event loop may call.
 */
final class AnswerBudget {
  private static final int SHARES = 4;

  private final long limit;
  // Guarded by this: every event loop takes and releases bytes.
  private final Map<String, Long> byAddress = new HashMap<>();
  private long total;

  /**
   * @param limit bytes in total; one address may have a quarter of them
   */
  AnswerBudget(long limit) {
    this.limit = limit;
  }

  /** Counts the bytes, unless they exceed a limit. */
  synchronized boolean take(String address, int bytes) {
    long known = byAddress.getOrDefault(address, 0L);
    if (total + bytes > limit || known + bytes > limit / SHARES) {
      return false;
    }
    total += bytes;
    byAddress.put(address, known + bytes);
    return true;
  }

  /** Releases bytes that were taken: the client has read them, or has disconnected. */
  synchronized void release(String address, int bytes) {
    total -= bytes;
    byAddress.computeIfPresent(address, (name, known) -> known == bytes ? null : known - bytes);
  }

  synchronized long total() {
    return total;
  }
}
