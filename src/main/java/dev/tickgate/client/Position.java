package dev.tickgate.client;

/**
 * The position of a publication in its topic.
 *
 * @param epoch changes only when the continuity of the topic is lost
 * @param offset 1, 2, 3 … within an epoch
 */
public record Position(long epoch, long offset) {}
