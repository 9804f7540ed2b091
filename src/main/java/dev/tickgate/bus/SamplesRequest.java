package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.Instant;

/**
 * A gateway's question to any poller of a feed: which prices does the journal have from one time up
 * to another, one sample an interval?
 *
 * @param topic of the feed
 * @param from the beginning of an interval; intervals are counted from 1970
 */
public record SamplesRequest(
    String feed, Topic topic, Instant from, Instant to, Duration interval) {}
