package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;

/**
 * Where a draft stands in the journal.
 *
 * @param topic the draft's; of a known key that of the entry which has it
 * @param known whether the journal had the key already: nothing was published
 */
public record Placed(Topic topic, Position position, boolean known) {}
