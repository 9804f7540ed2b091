package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.Instant;

/**
 * A gateway's question to any poller of a feed for the prices in its journal, from one time up to
 * another, one sample per interval.
 *
 * @param topic a topic of the feed
 * @param from the beginning of an interval; intervals are counted from 1970
 */
public record SamplesRequest(
    String feed, Topic topic, Instant from, Instant to, Duration interval) {}
