package dev.tickgate.config;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.TopicFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An entry of the list {@code topics}: the delivery and the retention of the topics of a filter. An
 * empty field has no effect.
 *
 * @param history publications in the memory of each gateway, per topic
 * @param retention the shortest time for which the journal keeps them
 */
public record TopicRule(
    TopicFilter topics,
    Optional<Delivery> delivery,
    OptionalInt history,
    Optional<Duration> retention) {}
