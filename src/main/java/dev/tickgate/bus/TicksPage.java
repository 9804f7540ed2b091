package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import java.util.Optional;

/**
 * Ticks of the journal, in the order of their publication.
 *
 * @param ticks JSON objects with commas between them
 * @param next the position behind which the next page begins; empty where the journal has been read
 *     to its end
 * @param expired whether the journal lacks what follows the position that was asked for
 */
public record TicksPage(String ticks, Optional<Position> next, boolean expired) {
  public static final TicksPage EXPIRED = new TicksPage("", Optional.empty(), true);
}
