package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.util.List;

/**
 * Changes of the topics that a gateway's clients subscribe to, reported to the feed's leader. Sent
 * on change, and each second also without one.
 *
 * @param term the highest term the gateway has heard; 0 for none
 * @param node the gateway's node in the cluster
 * @param revision the report's number; the one before it has the number before
 * @param begins whether it is the first to this leader: what was reported before does not count
 * @param wanted topics that have their first subscriber
 * @param unwanted topics that have lost their last one
 * @param abandoned topics that have lost their last one, which said that it does not come back
 */
public record DemandReport(
    String feed,
    long term,
    String node,
    long revision,
    boolean begins,
    List<Topic> wanted,
    List<Topic> unwanted,
    List<Topic> abandoned) {}
