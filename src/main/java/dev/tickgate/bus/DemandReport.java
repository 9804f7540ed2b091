package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.util.List;

/**
 * Changes of the topics that a gateway's clients subscribe to, reported to the feed's leader. Sent
 * on change, and each second also without one.
 *
 * @param term the highest term that the gateway has received; 0 for none
 * @param node the gateway's node in the cluster
 * @param revision the number of the report; consecutive
 * @param begins whether the report is complete, and replaces all earlier ones
 * @param wanted topics that got their first subscriber
 * @param unwanted topics that lost their last subscriber
 * @param abandoned topics that lost their last subscriber, which announced that it does not return
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
