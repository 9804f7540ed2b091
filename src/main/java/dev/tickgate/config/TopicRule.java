package dev.tickgate.config;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.TopicFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An entry of the list {@code topics}: how the topics of a filter are delivered and kept. What is
 * empty is as without the entry.
 *
 * @param history publications in the memory of each gateway, per topic
 * @param retention how long the journal keeps them at least
 */
public record TopicRule(
    TopicFilter topics,
    Optional<Delivery> delivery,
    OptionalInt history,
    Optional<Duration> retention) {}
