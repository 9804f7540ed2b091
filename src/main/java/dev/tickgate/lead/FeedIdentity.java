package dev.tickgate.lead;

import dev.tickgate.stream.Topic;

/**
 * A unit of leadership, as its row in {@code tickgate.feed} has it.
 *
 * @param name the key of the row
 * @param source where the publications come from; a process with another text does not lead, so the
 *     text of an existing feed never changes its form
 * @param leaseChannel the NOTIFY channel on which a leader that stops tells the standbys
 */
public record FeedIdentity(String name, Topic topic, String source, String leaseChannel) {}
