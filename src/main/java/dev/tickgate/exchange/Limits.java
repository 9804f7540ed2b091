package dev.tickgate.exchange;

import java.time.Duration;

/**
 * The limits of an exchange for one connection.
 *
 * @param pace the shortest time between two sent frames, pings included
 * @param answer the time to wait for the answer to a command, before the next one
 * @param streams the number of subjects of one connection, at most
 * @param ping the interval of sent pings
 * @param silence the time without any frame, pings and pongs included, after which the connection
 *     counts as broken
 * @param age the time after which the connection is replaced by a new one, before the exchange
 *     closes it
 */
record Limits(
    Duration pace, Duration answer, int streams, Duration ping, Duration silence, Duration age) {}
