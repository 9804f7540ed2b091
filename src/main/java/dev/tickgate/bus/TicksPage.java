package dev.tickgate.bus;

import java.util.Optional;

/**
 * Ticks of a table in the order of their times, then those of the journal in the order of their
 * publication.
 *
 * @param ticks JSON objects with commas between them
 * @param next the cursor of the next page; empty where the journal has been read to its end
 * @param expired whether the journal no longer has the publications after the requested place
 */
public record TicksPage(String ticks, Optional<TickCursor> next, boolean expired) {
  public static final TicksPage EMPTY = new TicksPage("", Optional.empty(), false);
  public static final TicksPage EXPIRED = new TicksPage("", Optional.empty(), true);

  /** Returns this page, followed by another one. */
  public TicksPage followedBy(TicksPage more) {
    String between = ticks.isEmpty() || more.ticks.isEmpty() ? "" : ",";
    return new TicksPage(ticks + between + more.ticks, more.next, more.expired);
  }
}
