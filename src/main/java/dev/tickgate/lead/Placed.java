package dev.tickgate.lead;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;

/**
 * The place of a draft in the journal.
 *
 * @param topic the topic of the draft; for a known key, that of the entry with the key
 * @param known whether the journal already had the key, so that nothing was published
 */
public record Placed(Topic topic, Position position, boolean known) {}
