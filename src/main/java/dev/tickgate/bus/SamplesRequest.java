package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.time.Instant;

/**
 * A gateway's question to any poller of a topic's feed: which prices does the journal have from one
 * time up to another, one sample an interval?
 *
 * @param from the beginning of an interval; intervals are counted from 1970
 */
public record SamplesRequest(Topic topic, Instant from, Instant to, Duration interval) {}
