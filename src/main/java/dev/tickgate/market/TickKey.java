package dev.tickgate.market;

import java.time.Instant;
import java.util.Comparator;

/**
 * The order of the ticks of a topic: by timestamp, then in the order of publication.
 *
 * @param offset the offset of the tick in the topic
 */
public record TickKey(Instant timestamp, long offset) implements Comparable<TickKey> {
  private static final Comparator<TickKey> ORDER =
      Comparator.comparing(TickKey::timestamp).thenComparingLong(TickKey::offset);

  @Override
  public int compareTo(TickKey other) {
    return ORDER.compare(this, other);
  }
}
