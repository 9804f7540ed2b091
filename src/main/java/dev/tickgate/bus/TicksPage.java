package dev.tickgate.bus;

import java.util.Optional;

/**
 * Ticks of a table in the order of their times, then those of the journal in the order of their
 * publication.
 *
 * @param ticks JSON objects with commas between them
 * @param next where the next page begins; empty where the journal has been read to its end
 * @param expired whether the journal lacks what follows the place that was asked for
 */
public record TicksPage(String ticks, Optional<TickCursor> next, boolean expired) {
  public static final TicksPage EMPTY = new TicksPage("", Optional.empty(), false);
  public static final TicksPage EXPIRED = new TicksPage("", Optional.empty(), true);

  /** This page with another one behind it. */
  public TicksPage followedBy(TicksPage more) {
    String between = ticks.isEmpty() || more.ticks.isEmpty() ? "" : ",";
    return new TicksPage(ticks + between + more.ticks, more.next, more.expired);
  }
}
